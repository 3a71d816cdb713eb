"""Knowledge: everything the library says, read once, checked, and never changed afterwards.

All that is to the right of it in the design (site, search, handouts, exports) only reads it.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import Any

from kundskab import markup
from kundskab.markup import INTRODUCTION, Body, Section
from kundskab.schema import (
    DRAWN,
    FOLDERS,
    PARTS,
    Area,
    FrontMatter,
    Original,
    Pictured,
    Prepared,
    Principle,
    Slot,
    Translation,
    Wording,
    Workshop,
)
from kundskab.yamlfile import Document, Place

FOLDER_OF = {kind: folder for folder, kind in FOLDERS.items()}
WORDS_PER_MINUTE = 200
SYMMETRIC = ("tension", "related")


@dataclass(frozen=True, slots=True, eq=False)
class Page:
    """One Markdown file in one language: its front matter (`meta`) and its Markdown (`text`, from line `text_line`), read as `body`.

    `path` is relative to the content folder; `lines` are the lines of the front matter's values.
    """

    path: str
    lang: str
    type: str
    id: str
    meta: FrontMatter
    text: str
    text_line: int
    body: Body
    lines: Mapping[Place, int]

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
        while place not in self.lines and place:
            place = place[:-1]
        return self.lines.get(place, 1)

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


@dataclass(frozen=True)
class Knowledge:
    """The library. Languages are codes in the order of mkdocs.yml, the default first."""

    languages: tuple[str, ...]
    fallbacks: Mapping[str, Sequence[str]]
    concepts: Mapping[str, Concept]
    areas: tuple[Area, ...]
    terms: tuple[Term, ...]
    strings: Mapping[str, Mapping[str, Any]]
    relations: tuple[Relation, ...] = field(default=())
    synonyms: Mapping[str, Sequence[Sequence[str]]] = field(default_factory=dict)
    splits: Mapping[str, Mapping[str, Sequence[str]]] = field(default_factory=dict)
    unbroken: Mapping[str, Sequence[str]] = field(default_factory=dict)

    # Pages and addresses

    def of_type(self, kind: str) -> list[Concept]:
        """The concepts of a type, in the order of their ids; areas in the order of areas.yml."""
        return list(self._by_type.get(kind, ()))

    def page(self, id: str, lang: str) -> Page:
        """The page a reader of `lang` gets: their own, or the nearest language's."""
        pages = self.concepts[id].pages
        return pages[next(code for code in (lang, *self.fallbacks[lang]) if code in pages)]

    def title(self, id: str, lang: str) -> str:
        return self.page(id, lang).meta.title

    def address(self, id: str, lang: str) -> str:
        """Where a concept stands below the site's root, in the reader's language: "nb/principles/active-listening/"."""
        folder = FOLDER_OF[self.concepts[id].type]
        steps = (self.root(lang), folder and f"{folder}/", "" if id == "index" else f"{id}/")
        return "".join(steps)

    def root(self, lang: str) -> str:
        return "" if lang == self.languages[0] else f"{lang}/"

    def pages(self) -> Iterator[Page]:
        for concept in self.concepts.values():
            yield from concept.pages.values()

    # Relations and citations

    def related(self, id: str) -> list[tuple[str, str, bool]]:
        """A principle's relations as (kind, other id, stated here): symmetric ones count as stated on both."""
        return list(self._related.get(id, ()))

    def citations(self, id: str, lang: str) -> list[Citation]:
        """The pages a reader of `lang` sees that link to a concept in running text, one citation each."""
        found = []
        for other in sorted(self._linked_from.get(id, ())):
            page = self.page(other, lang)
            if citation := next(self._cite(page, id), None):
                found.append(citation)
        return found

    def links_to(self, id: str) -> frozenset[str]:
        """The ids of the concepts of which some page links to `id`."""
        return frozenset(self._linked_from.get(id, ()))

    def principles_of(self, area: str) -> list[Concept]:
        """An area's principles in the order in which its page speaks of them; then the rest, those that others rest on first."""
        spoken = [link.target for link in self.concepts[area].original.body.links] if area in self.concepts else []
        own = [concept for concept in self._principles_in_order if _area(concept) == area]
        return sorted(own, key=lambda concept: spoken.index(concept.id) if concept.id in spoken else len(spoken))

    def from_source(self, article: str) -> list[Concept]:
        return [concept for concept in self._principles_in_order if article in _principle(concept).sources]

    def linked(self, id: str, kind: str) -> list[Concept]:
        """The concepts of a type that a page links to, in the order of its text."""
        targets = dict.fromkeys(link.target for link in self.concepts[id].original.body.links)
        return [c for target in targets if (c := self.concepts.get(target)) and c.type == kind]

    def containing(self, id: str, kind: str) -> list[Concept]:
        """The reading lists or workshops that use a concept."""
        return [self.concepts[other] for other in sorted(self.links_to(id)) if self.concepts[other].type == kind]

    # Text

    def plain(self, text: str, lang: str) -> str:
        return markup.plain(text, lambda id: self.title(id, lang) if id in self.concepts else id)

    def minutes(self, page: Page) -> int:
        """The time it takes to read a page, in whole minutes, at 200 words a minute."""
        return max(1, round(markup.words(self.plain(text, page.lang) for *_, text in page.body.texts) / WORDS_PER_MINUTE))

    def days(self, page: Page) -> tuple[Day, ...]:
        """A reading list as its body states it."""
        return tuple(
            Day(section.id, section.title, tuple(_items(section)), markup.quotation(section.text))
            for section in page.body.sections
            if section.level == 2 and section.id.startswith("day-")
        )

    def order(self, id: str) -> tuple[str, ...]:
        """The ids of a reading list's concepts, each once, as its original has them."""
        return self._orders[id]

    def blocks(self, page: Page) -> tuple[Block, ...]:
        """A workshop's agenda: minutes from the original, prose from the page."""
        meta = self.concepts[page.id].meta
        assert isinstance(meta, Workshop)
        names = {self.strings[page.lang]["part"][name]: name for name in PARTS}
        blocks, start = [], 0
        for slot in meta.agenda:
            section = page.section(slot.id)
            found = markup.parts(section.text) if section else []
            prose = {names[term]: text for term, text in found if term in names}
            blocks.append(Block(slot, start, section.title if section else slot.id, MappingProxyType(prose)))
            start += slot.minutes
        return tuple(blocks)

    # Indexes, each made once

    @cached_property
    def _by_type(self) -> Mapping[str, Sequence[Concept]]:
        found: dict[str, list[Concept]] = defaultdict(list)
        for id in sorted(self.concepts):
            found[self.concepts[id].type].append(self.concepts[id])
        place = {area.id: index for index, area in enumerate(self.areas)}
        found["area"].sort(key=lambda concept: place.get(concept.id, len(place)))
        return found

    @cached_property
    def _orders(self) -> Mapping[str, tuple[str, ...]]:
        lists = self._by_type.get("reading-list", ())
        return {
            one.id: tuple(dict.fromkeys(item.concept for day in self.days(one.original) for item in day.items)) for one in lists
        }

    @cached_property
    def _related(self) -> Mapping[str, Sequence[tuple[str, str, bool]]]:
        found: dict[str, list[tuple[str, str, bool]]] = defaultdict(list)
        for relation in self.relations:
            found[relation.source].append((relation.kind, relation.target, True))
            found[relation.target].append((relation.kind, relation.source, relation.kind in SYMMETRIC))
        return found

    @cached_property
    def _linked_from(self) -> Mapping[str, set[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        for concept in self.concepts.values():
            for page in concept.pages.values():
                for link in page.body.links:
                    if link.target != concept.id:
                        found[link.target].add(concept.id)
        return found

    @cached_property
    def _principles_in_order(self) -> Sequence[Concept]:
        """Principles by how many steps of prerequisites lie before them, then by id."""
        before: dict[str, list[str]] = defaultdict(list)
        for relation in self.relations:
            if relation.kind == "prerequisite":
                before[relation.source].append(relation.target)
        depth: dict[str, int] = {}
        for id in topological(before):
            depth[id] = max((depth[other] + 1 for other in before.get(id, ())), default=0)
        principles = [concept for concept in self.concepts.values() if concept.type == "principle"]
        return sorted(principles, key=lambda concept: (depth.get(concept.id, 0), concept.id))

    def _cite(self, page: Page, id: str) -> Iterator[Citation]:
        mark = "\x00"
        for _, paragraph in (found for *_, text in page.body.texts if id in text for found in markup.paragraphs(text)):
            marked = markup.CROSSLINK.sub(lambda link: self._marked(link, id, page.lang, mark), paragraph)
            for sentence in markup.sentences(self.plain(marked, page.lang)):
                if sentence.count(mark) >= 2:
                    before, words, after = sentence.replace(mark, "\x01", 2).split("\x01")
                    yield Citation(page, before, words, after.replace(mark, ""))

    def _marked(self, link: Any, id: str, lang: str, mark: str) -> str:
        words = link[3] or (self.title(link[1], lang) if link[1] in self.concepts else link[1])
        return f"{mark}{words}{mark}" if link[1] == id else words


def topological(before: Mapping[str, Iterable[str]]) -> list[str]:
    """All ids so that each comes after those before it; where ids form a cycle, it is cut at an arbitrary place."""
    order: dict[str, None] = {}
    for start in sorted(before):
        stack = [(start, iter(before.get(start, ())))]
        open_ids = {start}
        while stack:
            id, others = stack[-1]
            other = next((o for o in others if o not in order and o not in open_ids), None)
            if other is None:
                order[id] = None
                open_ids.discard(id)
                stack.pop()
            else:
                open_ids.add(other)
                stack.append((other, iter(before.get(other, ()))))
    return list(order)


def cycles(before: Mapping[str, Iterable[str]]) -> list[list[str]]:
    """The cycles of a graph, one for each group of ids that reach each other, each from its smallest id on."""
    found: dict[frozenset[str], list[str]] = {}
    done: set[str] = set()
    for start in sorted(before):
        path: list[str] = []
        stack = [(start, iter(sorted(before.get(start, ()))))] if start not in done else []
        path.extend([start] if stack else [])
        while stack:
            id, others = stack[-1]
            other = next(others, None)
            if other is None:
                done.add(id)
                path.pop()
                stack.pop()
            elif other in path:
                loop = path[path.index(other) :]
                first = loop.index(min(loop))
                found.setdefault(frozenset(loop), [*loop[first:], *loop[:first]])
            elif other not in done:
                path.append(other)
                stack.append((other, iter(sorted(before.get(other, ())))))
    return list(found.values())


def relations_of(concepts: Iterable[Concept]) -> Iterator[Relation]:
    """Every relation as stated, in the order of the front matter."""
    for concept in concepts:
        if isinstance(concept.meta, Principle):
            for kind in ("prerequisite", "supports", "tension", "related"):
                for target in getattr(concept.meta.relations, kind):
                    yield Relation(kind, concept.id, target)


def _items(section: Section) -> Iterator[Item]:
    for _, text in markup.items(section.text):
        if match := markup.CROSSLINK.match(text):
            yield Item(match[1], text[match.end() :].strip())


def _principle(concept: Concept) -> Principle:
    assert isinstance(concept.meta, Principle)
    return concept.meta


def _area(concept: Concept) -> str:
    return _principle(concept).area
