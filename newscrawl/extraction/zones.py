"""The clock of a site that no outlet declares, by the country in its address."""

from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

# Most Arab newsrooms east of Egypt and all of Turkey keep this time all year: the best guess for a .com.
DEFAULT = "Europe/Istanbul"
_BY_COUNTRY = {
    "ae": "Asia/Dubai", "bh": "Asia/Bahrain", "de": "Europe/Berlin", "dz": "Africa/Algiers", "eg": "Africa/Cairo",
    "fr": "Europe/Paris", "iq": "Asia/Baghdad", "jo": "Asia/Amman", "kw": "Asia/Kuwait", "lb": "Asia/Beirut",
    "ly": "Africa/Tripoli", "ma": "Africa/Casablanca", "mr": "Africa/Nouakchott", "om": "Asia/Muscat",
    "ps": "Asia/Hebron", "qa": "Asia/Qatar", "sa": "Asia/Riyadh", "sd": "Africa/Khartoum", "sy": "Asia/Damascus",
    "tn": "Africa/Tunis", "tr": "Europe/Istanbul", "uk": "Europe/London", "ye": "Asia/Aden",
}  # fmt: skip


def zone_of(url: str) -> ZoneInfo:
    """The time zone of the country that the host's last label names."""
    host = urlsplit(url).hostname or ""
    return ZoneInfo(_BY_COUNTRY.get(host.rpartition(".")[2], DEFAULT))
