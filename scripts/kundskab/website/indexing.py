"""The search index as results of keys: what is found of each document, the parts and lists that come of that, their head."""

import hashlib
import pickle
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any, TypeAlias

from kundskab import merging, search
from kundskab.counted import Counted
from kundskab.facts import Fact, note
from kundskab.knowledge import Knowledge
from kundskab.memory import Key, Memory, Piece

FOUND, SHARDS, WORDS, SEARCH = "found", "shards", "words", "search"
NUMBER = "number"
PART, NAMES, LEMMAS = FOUND_SO = ("part", "names", "lemmas")
"""Facts that come of what has been found: of a part of the index, of the names, of `merging.Share.lemmas`."""
FILES = "files"
"""The fact what came of a key."""

Files: TypeAlias = Iterable[tuple[str, str]]
"""Addresses and texts."""


class Indexing:
    """Each of these gives the files of a key, and what else is to be known of it. The library is read, `memory` only asked."""

    def __init__(self, knowledge: Knowledge, memory: Memory) -> None:
        self._knowledge, self._memory = knowledge, memory
        self._finder = search.Finder(knowledge)
        self._numbers = {concept.id: number for number, concept in enumerate(search.documents(knowledge))}
        self._shares: list[merging.Share] = []
        """What each document adds to the index."""

    def look(self) -> None:
        """See what has been found until now."""
        results = (self._memory.get((FOUND, id)) for id in self._numbers)
        self._shares = [result[1][0] if result else merging.NOTHING for result in results]

    def keys(self) -> Iterator[Key]:
        yield from ((FOUND, id) for id in self._numbers)
        yield from (*self._made(), (SEARCH,))

    @property
    def facts(self) -> Mapping[str, Callable[..., object]]:
        """What the facts are that no library knows of, by their kinds."""
        return {
            NUMBER: self._numbers.get,
            PART: lambda part: _digest(merging.of_part(self._shares, int(part))),
            NAMES: lambda: _digest(one.names for one in self._shares),
            LEMMAS: self._lemmas,
            FILES: lambda *key: self._memory.get(key),
        }

    def found(self, id: str) -> tuple[Files, Any]:
        """What search finds of a document: what tells that from anything else, and the pages."""
        note(NUMBER, id)
        found = self._finder.found(self._knowledge.concepts[id])
        records = [(f"search/{search.record_file(lang, self._numbers[id])}", text) for lang, text in found.records.items()]
        share = merging.share(found.pages, self._knowledge.languages)
        return records, (share, Piece(pickle.dumps(dict(found.pages), pickle.HIGHEST_PROTOCOL)))

    def shards(self, parts: Sequence[str]) -> Iterator[tuple[Files, Any, set[Fact]]]:
        """Of some parts, for all of which each page is opened once; also the facts that each rests on."""
        made = merging.merged(self._pages(), list(map(int, parts)), self._knowledge.languages, self._lemmas())
        for part, files in zip(parts, made, strict=True):
            yield *_named(files), {(PART, part), (LEMMAS,)}

    def words(self) -> tuple[Files, Any]:
        note(NAMES)
        return _named(merging.listed(page for _, page in self._pages()))

    def head(self) -> Files:
        says = []
        for key in self._made():
            note(FILES, *key)
            says.append(self._memory[key][1])
        return [(f"search/{search.HEAD}", search.head(self._knowledge, chain.from_iterable(says[:-1]), says[-1]))]

    def _made(self) -> Iterator[Key]:
        """The keys of what the head tells of, the words last."""
        yield from ((SHARDS, str(part)) for part in merging.ALL)
        yield (WORDS,)

    def _lemmas(self) -> list[str]:
        return sorted({lemma for one in self._shares for lemma in one.lemmas})

    def _pages(self) -> Iterator[tuple[int, Counted]]:
        """What has been found, with the numbers of the pages."""
        found = (pickle.loads(self._memory[FOUND, id][1][1].content) for id in self._numbers)
        return search.numbered(self._knowledge.languages, found)


def _named(files: Sequence[merging.File]) -> tuple[Files, Any]:
    """Files at their addresses, and what the head says of them."""
    return [(f"search/{file.name}", file.text) for file in files], [file.says for file in files]


def _digest(parts: Iterable[bytes]) -> bytes:
    return hashlib.blake2b(b"".join(parts), digest_size=16).digest()
