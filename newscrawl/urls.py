"""One article, one URL: the canonical form, the identity behind it, and whose site it lies on.

Own rules, for w3lib's canonicalize_url keeps trackers, AMP, slashes and both spellings (NFC, NFD) of an Arabic slug.
"""

import hashlib
import ipaddress
import posixpath
import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import Final
from urllib.parse import SplitResult, quote, unquote_to_bytes, urlsplit

MAX_LENGTH: Final = 8192  # what servers accept; it bounds the time that a hostile address can take
_PORTS: Final = {"http": 80, "https": 443}

# Parameters that say how a reader came, never which article it is; each with who adds them.
_TRACKERS: Final = (
    (r"utm_\w+|_ga|gclid|dclid|gbraid|wbraid|gad_source", "Google's campaigns and ads"),
    (r"_gl|srsltid|gad_campaignid", "Google's links between sites, and its shop"),
    (r"fbclid|fb_\w+|mibextid|sfnsn|igshid|igsh", "Facebook and Instagram"),
    (r"twclid|ttclid|msclkid|yclid|ysclid|li_fat_id|wt[._]\w+", "the other networks' and other ads"),
    (r"mc_[ce]id|_hs\w+|mkt_tok|oly_\w+", "newsletters"),
    (r"ref|ref_src|ref_url|referrer|referer|source|from|share\w*|spm|__twitter_impression", "share buttons"),
    (r"at_\w+|ns_\w+|ocid|cmpid|xtor|maca|guce\w*|traffic_source|icid|iid|rss", "BBC, DW, CNN, Al Jazeera and others"),
    (r"amp(?:_\w+)?|usqp", "AMP pages and Google's viewer of them"),
    (r"PHPSESSID|jsessionid|ASPSESSIONID\w*", "servers that tell their readers apart"),
)
_TRACKER: Final = re.compile("|".join(f"(?:{names})" for names, _ in _TRACKERS), re.IGNORECASE)
_AMP_PAIR: Final = re.compile(r"(?:outputtype|output|view|type)=amp", re.IGNORECASE)
_AMP_START: Final = re.compile(r"^(?:/amp)+(?=/.)")
# «-amp» is taken off only behind an article's number, for a slug may end in the word; then a folder's own file, and
# marks that nobody sees (zero width, direction), copied along from a text.
_END: Final = re.compile(
    r"(?:/amp|\.amp|(?<=\d)-amp|(-\d{5,}-\w{1,20})-amp|/(?i:index\.(?:html?|php)|default\.aspx?)|/"
    r"|%E2%80%8[BEF]|%E2%80%A[A-E]|%E2%81%A[06-9]|%EF%BB%BF)$"
)
_MARKS: Final = "\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"
_SUBDOMAIN: Final = re.compile(r"^(?:(?:www\d?|m\d?|mobile?|touch|wap|amp)\.)+(?=[^.]+\.)")
# A reader's session in the path: ";jsessionid=..." of Java servers, "/(S(...))" of ASP.NET.
_SESSION: Final = re.compile(r";jsessionid=[^/;]*|/\((?:[a-z]\([^()/]*\))+\)(?=/)", re.IGNORECASE)
_SLASHES: Final = re.compile(r"/{2,}")
_AND: Final = re.compile(r"&(?:amp;)*")  # escaped once more than a feed should
_HOST: Final = re.compile(r"[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?(?:\.[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?)*")
_SAFE_PATH: Final = "/-._~!$&'()*+,;=:@"
_SAFE_QUERY: Final = "/-._~!$'()*,:@?"  # an escaped & or = would part fields, a + would be a space


def canonical(url: str) -> str:
    """The URL that an article is stored under; a person can open it. Idempotent.

    Scheme and host stay as found, for which of them a site answers to is not known here; `url_key` compares without.
    Raises ValueError, naming the URL, for what is no http(s) address.
    """
    if len(url) > MAX_LENGTH:
        raise _refusal(url, f"longer than {MAX_LENGTH} characters")
    try:
        parts = urlsplit(url.strip().strip(_MARKS))
        scheme, port, host = parts.scheme.lower(), parts.port, _host(parts)
        path, query = _path(parts.path), _query(parts.query)
    except ValueError as error:
        raise _refusal(url, str(error)) from None
    if scheme not in _PORTS:
        raise _refusal(url, "neither http nor https")
    place = f"{scheme}://{host}" + ("" if port in (None, _PORTS[scheme]) else f":{port}") + path + query
    if len(place) > MAX_LENGTH:
        raise _refusal(url, f"longer than {MAX_LENGTH} characters")
    return place


def url_key(url: str) -> str:
    """What makes two URLs the same article: the canonical form without scheme, www, m or amp."""
    place = canonical(url).partition("://")[2]
    host, slash, rest = place.partition("/")
    return _SUBDOMAIN.sub("", host) + slash + rest


@lru_cache(maxsize=256)  # on its way an article is asked for its id half a dozen times
def article_id(url: str) -> str:
    """A stable id of 16 hexadecimal digits. Moving a rule of this module moves ids."""
    return hashlib.blake2b(url_key(url).encode(), digest_size=8).hexdigest()


def kept(url: str, permalink: str) -> str:
    """A canonical URL without what its outlet does not tell articles by: the groups of `permalink`, or else the whole
    of what it matches, behind the host. As it is where it does not match.
    """
    start = url.index("/", url.index("://") + 3)
    found = re.match(permalink, url[start:])
    if found is None:
        return url
    return url[:start] + ("".join(filter(None, found.groups())) or found[0])


def moved(url: str, mirrors: Iterable[str], domain: str) -> str:
    """A canonical URL on the domain that it mirrors; what stands before the domain stays. As it is elsewhere."""
    scheme, host, rest = re.split(r"://|(?=/)", url, maxsplit=2)
    mirror = next((each for each in mirrors if host == each or host.endswith(f".{each}")), None)
    return f"{scheme}://{host.removesuffix(mirror)}{domain}{rest}" if mirror else url


def same_site(url: str, domains: Iterable[str]) -> bool:
    """Whether an http(s) URL lies on one of the domains or below one; False for anything else."""
    try:
        parts = urlsplit(url)
        host, _ = (parts.hostname or "").rstrip("."), parts.port  # a port in letters is known only when asked for
    except ValueError:
        return False
    names = (domain.lower().rstrip(".") for domain in domains)
    return parts.scheme in _PORTS and any(host == name or host.endswith(f".{name}") for name in names)


def is_root(url: str) -> bool:
    """Whether a URL is a site's front page."""
    parts = urlsplit(url)
    return _path(parts.path) == "/" and not _query(parts.query)


def _refusal(url: str, why: str) -> ValueError:
    return ValueError(f"not a web address: {url[:200]!r} ({why})")


def _host(parts: SplitResult) -> str:
    """The host as it goes over the wire. ValueError for what is none."""
    host = (parts.hostname or "").rstrip(".").lower()
    if "[" in parts.netloc:
        return f"[{ipaddress.IPv6Address(host).compressed}]"
    if not host.isascii():
        host = host.encode("idna").decode("ascii").lower().rstrip(".")  # there are other full stops
    if len(host) > 253 or not _HOST.fullmatch(host):
        raise ValueError("no host")
    return host


@lru_cache(maxsize=256)  # of an article it is asked for eight times, and an Arabic one takes 50 microseconds
def _path(path: str) -> str:
    path = _SLASHES.sub("/", _SESSION.sub("", _normal(path, _SAFE_PATH)))
    path = _AMP_START.sub("", posixpath.normpath(path) if "/." in path else path)
    while (shorter := _END.sub(r"\1", path)) != path:
        path = shorter
    return path or "/"


def _query(query: str) -> str:
    """What names the article, sorted: «?id=7» stays, and so does «?7»."""
    fields = ("=".join(map(_value, field.split("=", 1))) for field in _AND.split(query) if field)
    kept = [each for each in fields if not _TRACKER.fullmatch(each.partition("=")[0]) and not _AMP_PAIR.fullmatch(each)]
    return f"?{'&'.join(sorted(kept))}" if kept else ""


def _value(text: str) -> str:
    return _normal(text.replace("+", "%20"), _SAFE_QUERY)


def _normal(text: str, safe: str) -> str:
    """Percent-encoding in one form: decoded, NFC, encoded again in upper case."""
    decoded = unquote_to_bytes(text).decode("utf-8", "surrogateescape")
    return quote(unicodedata.normalize("NFC", decoded).encode("utf-8", "surrogateescape"), safe=safe)
