"""Pages, and the concepts that they are about. What they give out is noted as a fact (`kundskab.facts`)."""

import pickle
from collections.abc import ItemsView, Iterator, Mapping, ValuesView
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple, TypeVar

from kundskab import markup
from kundskab.facts import note
from kundskab.markup import INTRODUCTION, Body, Section
from kundskab.schema import (
    DRAWN,
    FrontMatter,
    Original,
    Pictured,
    Prepared,
    Slot,
    Translation,
    Wording,
)
from kundskab.yamlfile import Document, Place

V = TypeVar("V")

PAGE_FACTS = ("head", "text", "links")
"""What a page is read for: each a kind of fact."""
OPEN = 32
"""How many pages are kept unfolded."""


class Written(NamedTuple):
    """A page's Markdown (`text`, from line `text_line`), read as `body`; `lines` are the lines of the front matter's values."""

    text: str
    text_line: int
    body: Body
    lines: Mapping[Place, int]


@dataclass(frozen=True, eq=False)  # without slots, which take five times as long to read from a file
class Page:
    """One Markdown file in one language: its front matter (`meta`) and its Markdown.

    `path` is relative to the content folder; `versions` tell this front matter and this text from others. What is Written is kept
    folded up, so that thousands of pages are small, and quickly read from a file; `_links` are the ids of what it links to.
    """

    path: str
    lang: str
    type: str
    id: str
    _meta: FrontMatter
    _links: tuple[str, ...]
    _written: bytes | memoryview
    versions: tuple[str, str] = ("", "")

    @staticmethod
    def of(
        path: str, lang: str, type: str, id: str, meta: FrontMatter, written: Written, versions: tuple[str, str] = ("", "")
    ) -> "Page":
        links = tuple(link.target for link in written.body.links)
        return Page(path, lang, type, id, meta, links, pickle.dumps(written, pickle.HIGHEST_PROTOCOL), versions)

    def folded(self) -> tuple[bytes, bytes | memoryview]:
        """The page as two pieces for a file, of which the second is large and costs nothing."""
        return pickle.dumps(replace(self, _written=b""), pickle.HIGHEST_PROTOCOL), self._written

    @staticmethod
    def unfolded(head: bytes, written: bytes | memoryview) -> "Page":
        page: Page = pickle.loads(head)
        object.__setattr__(page, "_written", written)  # quicker than `replace`
        return page

    @property
    def meta(self) -> FrontMatter:
        note("head", self.path)
        return self._meta

    @property
    def text(self) -> str:
        note("text", self.path)
        return _open(self).text

    @property
    def text_line(self) -> int:
        return _open(self).text_line

    @property
    def body(self) -> Body:
        note("text", self.path)
        return _open(self).body

    @property
    def links(self) -> tuple[str, ...]:
        """The ids of the concepts that it links to, in the order of its text."""
        note("links", self.path)
        return self._links

    def fact(self, kind: str) -> object:
        """What a fact of one of PAGE_FACTS is at present."""
        return self._links if kind == "links" else self.versions[PAGE_FACTS.index(kind)]

    @property
    def lines(self) -> Mapping[Place, int]:
        return _open(self).lines

    @property
    def stamp(self) -> dict[str, str]:
        """The digests a translation was last held against; empty for an original."""
        return self.meta.translated.sections if isinstance(self.meta, Translation) else {}

    @property
    def drawn(self) -> tuple[str, ...]:
        """The ids of the sections that the page's template draws from their parts."""
        days = (section.id for section in self.body.sections if section.id.startswith("day-"))
        return tuple(days) if self.type == "reading-list" else DRAWN.get(self.type, ())

    def line(self, *place: str | int) -> int:
        lines = self.lines
        while place not in lines and place:
            place = place[:-1]
        return lines.get(place, 1)

    def section(self, id: str) -> Section | None:
        return next((section for section in self.body.sections if section.id == id), None)

    def digests(self) -> dict[str, str]:
        """The digest of each `##` section, of what stands before the first, and of the prose in front matter (`head`)."""
        head = [self.meta.title, self.meta.summary, *self.meta.terms]
        if isinstance(self.meta, Pictured):
            head += [self.meta.picture or ""]
        if isinstance(self.meta, Prepared):
            head += [self.meta.room, *self.meta.material]
        found = {"head": markup.digest(*head)}
        if self.body.introduction:
            found[INTRODUCTION] = markup.digest(self.body.introduction)
        return found | {section.id: section.digest for section in self.body.sections if section.level == 2}


@lru_cache(maxsize=OPEN)
def _open(page: Page) -> Written:
    written: Written = pickle.loads(page._written)
    return written


@dataclass(frozen=True, slots=True, eq=False)
class Concept:
    """What the pages with the same type and id are about, in all languages it is written in."""

    type: str
    id: str
    original: Page
    pages: Mapping[str, Page]

    @property
    def meta(self) -> Original:
        assert isinstance(self.original.meta, Original)
        return self.original.meta


@dataclass(frozen=True, slots=True)
class Relation:
    """`kind` as stated by `source` on `target`; a symmetric one is stated once and holds both ways."""

    kind: str
    source: str
    target: str


@dataclass(frozen=True, slots=True)
class Term:
    """A glossary term, worded in each language; `record` is what the glossary's file has, with its lines."""

    id: str
    wordings: Mapping[str, Wording]
    record: Document


@dataclass(frozen=True, slots=True)
class Citation:
    """A page that links to a concept, with the sentence that does: `before`, the linked `words`, `after`."""

    page: Page
    before: str
    words: str
    after: str


@dataclass(frozen=True, slots=True)
class Item:
    """A step of a reading list: read this concept now, because `why` (Markdown)."""

    concept: str
    why: str


@dataclass(frozen=True, slots=True)
class Day:
    """A day of a reading list, with the question to take home from it."""

    id: str
    title: str
    items: tuple[Item, ...]
    question: str


@dataclass(frozen=True, slots=True)
class Block:
    """A block of a workshop: when it starts, in minutes from the beginning, and its parts (Markdown) by name."""

    slot: Slot
    start: int
    title: str
    parts: Mapping[str, str]


class Noted(Mapping[str, V]):
    """A mapping that notes what is read of it: one of its values as a fact of this kind, its keys as that in the plural.

    `all` is the same for those who need not tell.
    """

    def __init__(self, kind: str, all: Mapping[str, V]) -> None:
        self.kind, self.all = kind, all

    def __getitem__(self, key: str) -> V:
        note(self.kind, key)
        return self.all[key]

    def __contains__(self, key: object) -> bool:
        note(self.kind, str(key))
        return key in self.all

    def __iter__(self) -> Iterator[str]:
        note(f"{self.kind}s")
        return iter(self.all)

    def __len__(self) -> int:
        note(f"{self.kind}s")
        return len(self.all)

    def values(self) -> ValuesView[V]:
        note(f"{self.kind}s")
        return self.all.values()

    def items(self) -> ItemsView[str, V]:
        note(f"{self.kind}s")
        return self.all.items()
