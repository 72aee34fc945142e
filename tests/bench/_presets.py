"""What others do about near-duplicates, as their documentation has it: whether one text counts as the other's."""

import hashlib
import re
from collections.abc import Callable, Hashable
from functools import lru_cache
from typing import Final

import numpy as np
import xxhash
from datasketch import MinHash

from newscrawl.syndication import sign, unpack
from newscrawl.text import match_key
from tests.corpora.invented import Text

WORD: Final = re.compile(r"\w+")


def same_key(a: Text, b: Text) -> bool:
    return _sha1(a.body) == _sha1(b.body)


def same_title(a: Text, b: Text) -> bool:
    return bool(a.title) and match_key(a.title) == match_key(b.title)


def simhash(a: Text, b: Text) -> bool:
    """64 bits over the key's words, three of them different at most (Manku et al. 2007)."""
    return (_simhash(a.body) ^ _simhash(b.body)).bit_count() <= 3


def minhash(a: Text, b: Text) -> bool:
    """datasketch as its tutorials have it: 128 permutations, shingles of five words as written, Jaccard .8."""
    return _minhash(a.body).jaccard(_minhash(b.body)) >= 0.8


def datatrove(a: Text, b: Text) -> bool:
    """The preset of datatrove and FineWeb, on datasketch: five-grams of the key, one of 14 buckets of 8 in common."""
    return not _buckets(a.body).isdisjoint(_buckets(b.body))


def containment(a: Text, b: Text) -> bool:
    """Half of the shorter's three-word shingles."""
    short, long = sorted((_shingles(a.body), _shingles(b.body)), key=len)
    return len(short & long) >= 0.5 * max(1, len(short))


PRESETS: Final[dict[str, Callable[[Text, Text], bool]]] = {
    "sha1 of the key": same_key,
    "title hash": same_title,
    "SimHash k<=3": simhash,
    "datasketch MinHash .8": minhash,
    "datatrove 14x8": datatrove,
    "containment .5": containment,
}


@lru_cache(maxsize=50_000)
def _sha1(body: str) -> str:
    return hashlib.sha1(match_key(body).encode(), usedforsecurity=False).hexdigest()


@lru_cache(maxsize=50_000)
def _simhash(body: str) -> int:
    words = match_key(body).split()
    hashes = np.array([xxhash.xxh3_64_intdigest(word.encode()) for word in words] or [0], dtype=np.uint64)
    bits = (hashes[:, None] >> np.arange(64, dtype=np.uint64)) & np.uint64(1)
    ones = bits.sum(axis=0) * 2 > len(hashes)
    return int(sum(1 << place for place, one in enumerate(ones) if one))


@lru_cache(maxsize=50_000)
def _minhash(body: str) -> MinHash:
    return _of(_grams(WORD.findall(body), 5), 128)


@lru_cache(maxsize=50_000)
def _buckets(body: str) -> frozenset[Hashable]:
    values = _of(_grams(match_key(body).split(), 5), 14 * 8).hashvalues
    return frozenset((bucket, values[bucket * 8 : bucket * 8 + 8].tobytes()) for bucket in range(14))


@lru_cache(maxsize=50_000)
def _shingles(body: str) -> frozenset[int]:
    return unpack(sign(body).shingles)


def _of(grams: list[str], permutations: int) -> MinHash:
    made = MinHash(num_perm=permutations)
    made.update_batch([gram.encode() for gram in grams])
    return made


def _grams(words: list[str], size: int) -> list[str]:
    return [" ".join(words[start : start + size]) for start in range(max(1, len(words) - size + 1))]
