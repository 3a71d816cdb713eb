"""What earlier builds worked out, each result with the facts that it rests on, so that only what has changed is done again.

A file that was cut off, changed by hand or written by another version of anything is noticed, and its content forgotten. Behind
its check stand the number of what follows, the sizes, an index, and the Pieces that the index speaks of.
"""

import mmap
import os
import pickle
import tempfile
import zlib
from array import array
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import suppress
from functools import reduce
from itertools import filterfalse
from pathlib import Path
from typing import Any, SupportsIndex, TypeAlias

from kundskab.facts import Fact

Key: TypeAlias = tuple[str, ...]
"""What a result is of: its kind, then names."""
FactOf: TypeAlias = Callable[[Fact], object]
"""Says what a fact is at present."""

MAGIC = b"kundskab memory 2\n"
CHECK, NUMBER = 4, 8
"""Bytes of the checksum that follows, and of the number behind it."""


class Unreadable(Exception):
    """A file that holds no memory; says why."""


class Piece:
    """Bytes that are not read from a memory's file before somebody looks at their `content`."""

    __slots__ = ("content",)

    def __init__(self, content: bytes | memoryview) -> None:
        self.content = content

    def __reduce_ex__(self, protocol: SupportsIndex) -> tuple[type["Piece"], tuple[object]]:
        return Piece, (pickle.PickleBuffer(self.content) if int(protocol) > 4 else bytes(self.content),)


class Memory:
    """Results by key. `attic` holds what else is to be there next time, by name.

    `version` is that of all that makes results and is no fact: code, configuration, templates, packages.
    """

    def __init__(self, version: str) -> None:
        self.version = version
        self.attic: dict[str, Any] = {}
        self._facts: list[Fact] = []
        self._places: dict[Fact, int] = {}
        """Where a fact stands among these, made where it is missing."""
        self._values: list[object] = []
        self._results: dict[Key, tuple[Any, bytes]] = {}
        """Of each key its value and the places of the facts that it rests on."""

    def __contains__(self, key: Key) -> bool:
        return key in self._results

    def __getitem__(self, key: Key) -> Any:
        return self._results[key][0]

    def facts(self, key: Key) -> list[Fact]:
        """Those that what is known of a key rests on."""
        return [self._facts[place] for place in array("I", self._results[key][1])]

    def get(self, key: Key) -> Any:
        """What is known of a key; None where nothing is."""
        return self._results[key][0] if key in self._results else None

    def items(self) -> Iterator[tuple[Key, Any]]:
        return ((key, value) for key, (value, _) in self._results.items())

    def renew(self, fact_of: FactOf, asked: Callable[[Fact], bool] = lambda fact: True) -> None:
        """Forget the results that rest on a fact which has changed; only those `asked` for are looked at."""
        pairs = zip(self._facts, self._values, strict=True)
        now = [fact_of(fact) if asked(fact) else value for fact, value in pairs]
        changed = {number for number, (before, after) in enumerate(zip(self._values, now, strict=True)) if before != after}
        if changed:
            self._results = {key: one for key, one in self._results.items() if changed.isdisjoint(array("I", one[1]))}
        self._values = now

    def keep(self, key: Key, value: Any, facts: Collection[Fact], fact_of: FactOf) -> None:
        """Take in a result with the facts that it rests on, as those are at present."""
        if not self._places:
            self._places = {fact: place for place, fact in enumerate(self._facts)}
        for fact in filterfalse(self._places.__contains__, facts):
            self._places[fact] = len(self._facts)
            self._facts.append(fact)
            self._values.append(fact_of(fact))
        self._results[key] = value, array("I", map(self._places.__getitem__, facts)).tobytes()

    def forget(self, keys: Iterable[Key]) -> None:
        for key in keys:
            self._results.pop(key, None)

    def only(self, keys: Collection[Key]) -> None:
        """Forget all results but these, and the facts on which none rests any more."""
        self._results = {key: one for key, one in self._results.items() if key in keys}
        used = sorted(set(array("I", b"".join(numbers for _, numbers in self._results.values()))))
        if len(used) < len(self._facts):
            self._places = {}
            place = {number: index for index, number in enumerate(used)}
            self._facts, self._values = [self._facts[one] for one in used], [self._values[one] for one in used]
            self._results = {
                key: (value, array("I", map(place.__getitem__, array("I", own))).tobytes())
                for key, (value, own) in self._results.items()
            }

    def write(self, path: Path) -> None:
        """Write a file whole or not at all."""
        pieces: list[pickle.PickleBuffer] = []
        kept = (self.version, self.attic, self._facts, self._values, self._results)
        index = pickle.dumps(kept, pickle.HIGHEST_PROTOCOL, buffer_callback=pieces.append)
        parts: list[bytes | memoryview] = [index, *(piece.raw() for piece in pieces)]
        content = [len(parts).to_bytes(NUMBER, "big"), array("Q", map(len, parts)).tobytes(), *parts]
        check = reduce(lambda sum, part: zlib.crc32(part, sum), content, 0)
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".part", delete=False) as part:
            try:
                part.writelines((MAGIC, check.to_bytes(CHECK, "big"), *content))
            except BaseException:
                with suppress(OSError):
                    os.unlink(part.name)
                raise
        os.replace(part.name, path)


def read(path: Path) -> Memory:
    """The memory that a file holds. Raises FileNotFoundError, or Unreadable."""
    content = _opened(path)
    start = len(MAGIC) + CHECK
    if content[:start] != MAGIC + zlib.crc32(content[start:]).to_bytes(CHECK, "big"):
        raise Unreadable(f"{path} is damaged")
    try:
        index, *pieces = _parts(content[start:])
        version, attic, facts, values, results = pickle.loads(index, buffers=pieces)
    except Exception as error:  # whatever an older version's classes make of it
        raise Unreadable(f"{path} is of another version") from error
    memory = Memory(version)
    memory.attic, memory._facts, memory._values, memory._results = attic, facts, values, results
    return memory


def _opened(path: Path) -> memoryview:
    """A file's content, of which each part is read when it is looked at; whole where a file that is open cannot be replaced.

    Nobody may shorten the file; to put another in its place is harmless.
    """
    with path.open("rb") as file:
        if os.name == "nt" or not os.fstat(file.fileno()).st_size:
            return memoryview(file.read())
        return memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))


def _parts(content: memoryview) -> Iterator[memoryview]:
    """The parts behind their number and their sizes."""
    start = NUMBER + NUMBER * int.from_bytes(content[:NUMBER], "big")
    for size in array("Q", bytes(content[NUMBER:start])):
        yield content[start : start + size]
        start += size
