"""Which network addresses a crawled page may lead to: the public internet's, and no others."""

import ipaddress
from collections.abc import Iterable
from typing import Final

Network = ipaddress.IPv4Network | ipaddress.IPv6Network

_NAT64: Final = ipaddress.ip_network("64:ff9b::/96")


def networks(names: Iterable[str]) -> tuple[Network, ...]:
    """Networks by name, "10.1.0.0/16" or a single address. ValueError, naming it, for what is none."""
    return tuple(ipaddress.ip_network(name.strip()) for name in names if name.strip())


def is_open(address: str, also: Iterable[Network] = ()) -> bool:
    """Whether an IP address is on the public internet or in one of the networks that are allowed beside it.

    An IPv4 address that is written inside an IPv6 one is judged as what it leads to. False for what is no address.
    """
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return False
    inner = _inner(found) or found
    return (inner.is_global and not inner.is_multicast) or any(inner in network for network in also)


def _inner(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    if isinstance(address, ipaddress.IPv4Address):
        return None
    translated = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF) if address in _NAT64 else None
    return address.ipv4_mapped or address.sixtofour or translated
