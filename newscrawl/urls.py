"""One article, one URL: the canonical form, the identity behind it, and whose site it lies on."""

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit, urlunsplit

# Parameters that say how a reader came, never which article it is.
_TRACKING = re.compile(
    r"(?:utm_\w+|fbclid|gclid|dclid|msclkid|yclid|igshid|mc_[ce]id|_ga|ref|ref_src|referrer|source|from|share\w*|"
    r"cmpid|ocid|at_\w+|ns_\w+|xtor|amp|outputtype|output|feature|spm|guce\w*|traffic_source)",
    re.IGNORECASE,
)
_AMP_PATH = re.compile(r"(?:/amp/?|-amp/?|\.amp)$")
_AMP_START = re.compile(r"^/amp(?=/)")
_SUBDOMAIN = re.compile(r"^(?:www\d?|m|mobile|amp)\.(?=[^.]+\.[^.]+)")
_SLASHES = re.compile(r"/{2,}")
_SAFE_PATH = "/-._~!$&'()*+,;=:@"
_PORTS = {"http": 80, "https": 443}


def canonical(url: str) -> str:
    """The URL that an article is stored under; a person can open it. Idempotent.

    Raises ValueError, naming the URL, for what is no http(s) address.
    """
    scheme, host, port, path, query = _parts(url)
    path = _SLASHES.sub("/", _AMP_START.sub("", _normal(path)))
    path = (_AMP_PATH.sub("", path) or "/").rstrip("/") or "/"
    kept = sorted((k, v) for k, v in parse_qsl(query, keep_blank_values=True) if not _TRACKING.fullmatch(k))
    netloc = host if port in (None, _PORTS[scheme]) else f"{host}:{port}"
    return urlunsplit((scheme, netloc, path, urlencode(kept, quote_via=quote), ""))


def url_key(url: str) -> str:
    """What makes two URLs the same article: the canonical form without scheme, www, m or amp."""
    _, host, path, query, _ = urlsplit(canonical(url))
    return urlunsplit(("", _SUBDOMAIN.sub("", host), path, query, "")).removeprefix("//")


def article_id(url: str) -> str:
    """A stable id of 16 hexadecimal digits."""
    return hashlib.blake2b(url_key(url).encode(), digest_size=8).hexdigest()


def same_site(url: str, domains: Iterable[str]) -> bool:
    """Whether a URL lies on one of the domains or below one."""
    try:
        parts = urlsplit(url)
        host, _ = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        return False
    return any(host == domain or host.endswith(f".{domain}") for domain in domains)


def is_root(url: str) -> bool:
    """Whether a URL is a site's front page."""
    parts = urlsplit(url)
    return parts.path in ("", "/") and not parts.query


def _parts(url: str) -> tuple[str, str, int | None, str, str]:
    try:
        parts = urlsplit(url.strip())
        scheme, host, port = parts.scheme.lower(), parts.hostname or "", parts.port
    except ValueError as error:
        raise ValueError(f"not a web address: {url!r} ({error})") from None
    if scheme not in _PORTS or not host:
        raise ValueError(f"not a web address: {url!r}")
    return scheme, _ascii(host.rstrip(".")), port, parts.path, parts.query


def _ascii(host: str) -> str:
    try:
        return host if host.isascii() else host.encode("idna").decode("ascii")
    except UnicodeError:
        return host


def _normal(path: str) -> str:
    """Percent-encoding in one form: decoded, NFC, encoded again in upper case."""
    decoded = unquote(path, errors="surrogateescape")
    composed = unicodedata.normalize("NFC", decoded)
    return quote(composed.encode("utf-8", "surrogateescape"), safe=_SAFE_PATH)
