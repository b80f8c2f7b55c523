"""Look names up in the compiled gazetteer: a memory-mapped trie of folded names over a flat table of places."""

from __future__ import annotations

import mmap
import struct
from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import marisa_trie

from geo.data import compiled_path
from geo.errors import GazetteerError
from geo.model import Entry
from geo.places.fold import fold

__all__ = ["HEADER", "KINDS", "MAGIC", "RECORD", "Gazetteer", "Row", "open_gazetteer"]

MAGIC = b"sitmapG2"
HEADER = struct.Struct("<8sIII")
"""Magic, number of places, of names, of (name, place) pairs. Then: start of each name's pairs (u4, one more than
names), pairs (u4: place number shifted left by two bits, or rank), place records, their texts."""
RECORD = struct.Struct("<IHBBiiI")
"""Offset, length of the text, kind (plus 128 for a capital), fame, latitude, longitude (1e-5 degrees), population."""
KINDS = (
    "city", "country", "territory", "admin1", "admin2", "continent", "sea", "region", "island", "river", "lake",
    "mountain", "airspace", "fir", "desert", "strait", "peninsula", "ocean", "bay", "gulf", "channel", "place",
)  # fmt: skip
_LONGEST = 9
"""Words of the longest name worth looking for; the compiled data has few that are longer."""


class Row(NamedTuple):
    """A namesake without its texts, for scoring many of them: see `Gazetteer.rows`."""

    number: int
    rank: int
    kind: int
    lat: float
    lon: float
    population: int
    capital: bool
    """Of a country."""
    fame: int
    """In how many languages and spellings it has a name of its own, at most 255."""


class Gazetteer:
    """The compiled gazetteer, read through memory maps; satisfies `geo.model.NameIndex`."""

    def __init__(self, folder: Path) -> None:
        """Map the files. Raises GazetteerError where they are missing or damaged."""
        self._trie = marisa_trie.Trie()
        try:
            self._trie.mmap(str(folder / "names.trie"))
            with (folder / "places.bin").open("rb") as file:
                self._data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
            magic, self._places, names, pairs = HEADER.unpack_from(self._data)
        except (OSError, ValueError, struct.error, RuntimeError) as error:
            raise GazetteerError(f"{folder}: {error}. Install the package again.") from error
        if magic != MAGIC or names != len(self._trie):
            raise GazetteerError(f"{folder}: names and places are of different builds. Install the package again.")
        self._starts = HEADER.size
        self._pairs = self._starts + 4 * (names + 1)
        self._records = self._pairs + 4 * pairs
        self._texts = self._records + RECORD.size * self._places
        self._folds: dict[str, str] = {}
        # Most capitalised words begin no longer name: two words are enough to know, and they come again and again.
        self._first_of_pair = lru_cache(maxsize=50_000)(self._pair)
        self.lookup = lru_cache(maxsize=20_000)(self._lookup)
        self.rows = lru_cache(maxsize=20_000)(self._rows)
        self.entry = lru_cache(maxsize=20_000)(self._entry)
        self.describe = lru_cache(maxsize=20_000)(self._describe)

    def __len__(self) -> int:
        return int(self._places)

    def longest(self, words: Sequence[str], start: int) -> int:
        """Return how many of `words[start:]` make the longest known name; 0 for none.

        A word that folds to nothing (a hyphen, an apostrophe) may stand inside a name but not at its ends.
        """
        alone = self._first_of_pair(*words[start : start + 2]) if start + 1 < len(words) else -1
        if alone >= 0:
            return alone
        folds = self._folds
        parts: list[str] = []
        ends: dict[int, int] = {}
        length = -1
        for count, word in enumerate(words[start : start + _LONGEST], 1):
            part = folds.get(word)
            if part is None:
                if len(folds) > 200_000:
                    folds.clear()
                part = folds[word] = fold(word)
            if not part:
                if count == 1:
                    return 0
                continue
            parts.append(part)
            length += len(part) + 1
            ends[length] = count
        if not parts:
            return 0
        found = self._trie.prefixes(" ".join(parts))
        for key in reversed(found):
            if len(key) in ends:
                return ends[len(key)]
        return 0

    def _pair(self, first: str, second: str) -> int:
        """Return whether the first of two words is a name (1, 0) where no name goes on with the second; else -1."""
        a, b = fold(first), fold(second)
        if not a:
            return 0
        if not b or next(self._trie.iterkeys(f"{a} {b}"), None) is not None:
            return -1
        return int(a in self._trie)

    def _lookup(self, name: str) -> tuple[Entry, ...]:
        """Return all namesakes, main names and larger places first; empty where the name is unknown."""
        describe = self.describe
        return tuple(
            describe(row.number)._replace(rank=row.rank) if row.rank else describe(row.number)
            for row in self.rows(name)
        )

    def _rows(self, name: str) -> tuple[Row, ...]:
        """Return all namesakes as bare rows, main names and larger places first."""
        key = fold(name)
        number = self._trie.get(key)
        if number is None and key.startswith("the "):
            number = self._trie.get(key[4:])
        if number is None:
            return ()
        first, last = struct.unpack_from("<II", self._data, self._starts + 4 * number)
        found = []
        data, records, size, unpack = self._data, self._records, RECORD.size, RECORD.unpack_from
        for pair in struct.unpack_from(f"<{last - first}I", self._data, self._pairs + 4 * first):
            _, _, kind, fame, lat, lon, population = unpack(data, records + size * (pair >> 2))
            found.append(Row(pair >> 2, pair & 3, kind & 127, lat / 1e5, lon / 1e5, population, kind > 127, fame))
        return tuple(found)

    def _describe(self, number: int) -> Entry:
        """Return the place of that number, with rank 0."""
        offset, length, kind, _, lat, lon, population = RECORD.unpack_from(
            self._data, self._records + RECORD.size * number
        )
        begin = self._texts + offset
        place_id, name, country, admin1, admin2 = self._data[begin : begin + length].decode("utf-8").split("\t")
        return Entry(place_id, name, KINDS[kind & 127], country, admin1, admin2, lat / 1e5, lon / 1e5, population)

    def _entry(self, place_id: str) -> Entry | None:
        """Return the place of that id, or None."""
        number = bisect_left(_Ids(self), place_id.encode("utf-8"))
        if number == self._places:
            return None
        found: Entry = self.describe(number)
        return found if found.id == place_id else None

    def _id(self, number: int) -> bytes:
        offset, length, *_ = RECORD.unpack_from(self._data, self._records + RECORD.size * number)
        begin = self._texts + offset
        return self._data[begin : begin + length].split(b"\t", 1)[0]


class _Ids(Sequence[bytes]):
    """The sorted place ids of a gazetteer, read one by one."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer

    def __len__(self) -> int:
        return len(self._gazetteer)

    def __getitem__(self, number):  # type: ignore[no-untyped-def]
        return self._gazetteer._id(number)


@lru_cache(maxsize=1)
def open_gazetteer() -> Gazetteer:
    """Return the compiled gazetteer. Raises GazetteerError where the package was not installed."""
    return Gazetteer(compiled_path("places.bin").parent)
