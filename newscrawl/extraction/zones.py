"""The clock of a site that no outlet declares, by the country in its address or locale."""

import re
from collections.abc import Iterable
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

_REGION = re.compile(r"^[a-z]{2,3}[-_]([A-Za-z]{2})$")
# Most Arab newsrooms east of Egypt and all of Turkey keep this time all year: the best guess for a .com.
DEFAULT = "Europe/Istanbul"
_BY_COUNTRY = {
    "ae": "Asia/Dubai", "bh": "Asia/Bahrain", "de": "Europe/Berlin", "dz": "Africa/Algiers", "eg": "Africa/Cairo",
    "fr": "Europe/Paris", "iq": "Asia/Baghdad", "jo": "Asia/Amman", "kw": "Asia/Kuwait", "lb": "Asia/Beirut",
    "ly": "Africa/Tripoli", "ma": "Africa/Casablanca", "mr": "Africa/Nouakchott", "om": "Asia/Muscat",
    "ps": "Asia/Hebron", "qa": "Asia/Qatar", "sa": "Asia/Riyadh", "sd": "Africa/Khartoum", "sy": "Asia/Damascus",
    "tn": "Africa/Tunis", "tr": "Europe/Istanbul", "uk": "Europe/London", "ye": "Asia/Aden",
}  # fmt: skip


def zone_of(url: str, locales: Iterable[str] = ()) -> ZoneInfo:
    """The time zone of the country that the host's last label names, else of the first that a locale (ar_EG) does."""
    host = urlsplit(url).hostname or ""
    countries = (host.rpartition(".")[2], *(_REGION.sub(r"\1", locale).lower() for locale in locales))
    return ZoneInfo(next((_BY_COUNTRY[each] for each in countries if each in _BY_COUNTRY), DEFAULT))
