"""The signature of a text: what is kept of it to find its copies and to measure them exactly."""

import hashlib
import re
import sys
from array import array
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import xxhash

from newscrawl.text import match_key

# Part of every hash: signatures of two algorithms share no fingerprint, so they never meet in one index.
ALGORITHM: Final = 2
SHINGLE: Final = 3
LEAD_WORDS: Final = 30  # a news text's first sentence or two
# One shingle of 8 is indexed; a short text is topped up so that it can be found at all.
SAMPLING: Final = 8
FEWEST_FINGERPRINTS: Final = 16
# Beyond any news text: a page of 10 MB must not become an index of a million keys.
MAX_WORDS: Final = 20_000
MAX_CHARACTERS: Final = 200_000

_DIGITS: Final = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹٫٬", "01234567890123456789.,")
_NUMBER: Final = re.compile(r"[0-9٠-٩۰-۹]+(?:[.,٫٬][0-9٠-٩۰-۹]+)*")


@dataclass(frozen=True, slots=True)
class Signature:
    """What is stored of a text for comparing. Equal texts up to spelling have equal signatures."""

    exact: str
    """SHA-1 of the match key, in hex."""

    fingerprints: tuple[int, ...]
    """A sample of the shingles' 64-bit hashes, signed as BSON wants them; the index keys."""

    shingles: bytes
    """The low 32 bits of all the shingles' hashes, sorted, little-endian."""

    numbers: tuple[str, ...]
    """The distinct numbers of the text, canonical, sorted."""

    words: int
    """Length of the text in words."""

    lead: bytes
    """The shingles of its first words, packed as `shingles` are."""


def sign(text: str) -> Signature:
    """The signature of a body; an empty body has one too, without fingerprints."""
    key = match_key(text)
    words = key.split()
    in_order = _hashes(words[:MAX_WORDS])
    hashes = set(in_order)
    lead = in_order[: max(1, min(len(words), LEAD_WORDS) - SHINGLE + 1)]
    return Signature(
        exact=hashlib.sha1(key.encode(), usedforsecurity=False).hexdigest(),
        fingerprints=tuple(_signed(each) for each in _sample(hashes)),
        shingles=pack(each & 0xFFFFFFFF for each in hashes),
        numbers=_numbers(text[:MAX_CHARACTERS]),
        words=len(words),
        lead=pack(each & 0xFFFFFFFF for each in lead),
    )


def pack(shingles: Iterable[int]) -> bytes:
    """32-bit hashes as the bytes of a sorted array."""
    packed = array("I", sorted(set(shingles)))
    if sys.byteorder == "big":
        packed.byteswap()
    return packed.tobytes()


def unpack(packed: bytes) -> frozenset[int]:
    """What `pack` packed."""
    shingles = array("I")
    shingles.frombytes(packed)
    if sys.byteorder == "big":
        shingles.byteswap()
    return frozenset(shingles)


def size(packed: bytes) -> int:
    """How many were packed."""
    return len(packed) // array("I").itemsize


def _hashes(words: list[str]) -> list[int]:
    """The hash of each shingle; a text of fewer words is one."""
    grams = zip(*(words[start:] for start in range(min(SHINGLE, len(words)))), strict=False)
    return [xxhash.xxh3_64_intdigest(gram.encode(), ALGORITHM) for gram in map(" ".join, grams)]


def _sample(hashes: set[int]) -> list[int]:
    """The hashes divisible by SAMPLING, or as many of the next best as a short text needs."""
    sampled = sorted(each for each in hashes if each % SAMPLING == 0)
    if len(sampled) >= FEWEST_FINGERPRINTS:
        return sampled
    return sorted(hashes, key=lambda each: (each % SAMPLING, each))[:FEWEST_FINGERPRINTS]


def _signed(unsigned: int) -> int:
    return unsigned - (1 << 64) if unsigned >> 63 else unsigned


def _numbers(text: str) -> tuple[str, ...]:
    found = set(_NUMBER.findall(text))
    return tuple(sorted({_canonical(each.translate(_DIGITS)) for each in found}))


def _canonical(number: str) -> str:
    """One spelling for 12.500 and 12,500, and one for 7.4 and 7,4: groups of three digits are thousands."""
    whole, *groups = re.split("[.,]", number)
    while groups and len(groups[0]) == 3 and len(whole) <= 15:
        whole += groups.pop(0)
    return ".".join([whole.lstrip("0") or "0", *groups])
