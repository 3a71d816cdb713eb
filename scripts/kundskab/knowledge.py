"""Knowledge: everything the library says, read once, checked, and never changed afterwards.

All that is to the right of it in the design (site, search, handouts, exports) only reads it. What it gives out is noted as a
fact (`kundskab.facts`): front matter ("head") and text of each page, which concepts there are, what belongs to what.
"""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from types import MappingProxyType
from typing import Any

from kundskab import markup
from kundskab.alphabet import alphabetical
from kundskab.concepts import PAGE_FACTS, Block, Citation, Concept, Day, Item, Noted, Page, Relation, Term
from kundskab.facts import Fact, note
from kundskab.graph import topological
from kundskab.markup import Section
from kundskab.schema import FOLDERS, PARTS, Area, Principle, Workshop

FOLDER_OF = {kind: folder for folder, kind in FOLDERS.items()}
WORDS_PER_MINUTE = 200
SYMMETRIC = ("tension", "related")


@dataclass(frozen=True)
class Knowledge:
    """The library. Languages are codes in the order of mkdocs.yml, the default first.

    `drawings` are SVG texts by name; `assets` all files that pages may show, by path, each with what tells it from others.
    """

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
    drawings: Mapping[str, str] = field(default_factory=dict)
    assets: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for kind in ("concept", "drawing", "asset"):
            given = getattr(self, f"{kind}s")
            object.__setattr__(self, f"{kind}s", given if isinstance(given, Noted) else Noted(kind, given))

    def fact(self, fact: Fact) -> object:
        """What a fact is at present, as something small that can be compared; None where there is nothing of the kind."""
        kind, *names = fact
        if kind in PAGE_FACTS:
            page = self._by_path.get(names[0])
            return page.fact(kind) if page else None
        return FACTS[kind](self, *names)

    @property
    def outline(self) -> str:
        """What tells a library from any of which one of FACTS is another."""
        pages = [(page.path, page.fact("head"), page.fact("links")) for page in self._by_path.values()]
        files = dict(self.drawings), dict(self.assets)
        return hashlib.sha256(repr((pages, files, self.languages, dict(self.fallbacks), self.areas)).encode()).hexdigest()

    # Pages and addresses

    def of_type(self, kind: str) -> list[Concept]:
        """The concepts of a type, in the order of their ids; areas in the order of areas.yml."""
        note("type", kind)
        return list(self._by_type.get(kind, ()))

    def alphabetical(self, kind: str, lang: str) -> list[Concept]:
        """The concepts of a type by their titles as a reader of `lang` sees them."""
        note("alphabet", kind, lang)
        return [self._all[id] for id in self._alphabet(kind, lang)]

    def near(self, id: str, lang: str, count: int) -> list[Concept]:
        """Those of its type that stand beside a concept in alphabetical order: as many before as after, where there are; with itself."""
        note("near", id, lang, str(count))
        return [self._all[other] for other in self._near(id, lang, count)]

    def page(self, id: str, lang: str) -> Page:
        """The page a reader of `lang` gets: their own, or the nearest language's."""
        return self._shown(self.concepts[id], lang)

    def title(self, id: str, lang: str) -> str:
        return self.page(id, lang).meta.title

    def address(self, id: str, lang: str) -> str:
        """Where a concept stands below the site's root, in the reader's language: "nb/principles/active-listening/"."""
        folder = FOLDER_OF[self.concepts[id].type]
        return f"{self.root(lang)}{folder and f'{folder}/'}{'' if id == 'index' else f'{id}/'}"

    def root(self, lang: str) -> str:
        return "" if lang == self.languages[0] else f"{lang}/"

    def pages(self) -> Iterator[Page]:
        for concept in self.concepts.values():
            yield from concept.pages.values()

    # Relations and citations

    def related(self, id: str) -> list[tuple[str, str, bool]]:
        """A principle's relations as (kind, other id, stated here): symmetric ones count as stated on both."""
        note("related", id)
        return list(self._related.get(id, ()))

    def citations(self, id: str, lang: str) -> list[Citation]:
        """The pages a reader of `lang` sees that link to a concept in running text, one citation each."""
        found = []
        for other in sorted(self.links_to(id)):
            page = self.page(other, lang)
            if citation := next(self._cite(page, id), None):
                found.append(citation)
        return found

    def links_to(self, id: str) -> frozenset[str]:
        """The ids of the concepts of which some page links to `id`."""
        note("links to", id)
        return frozenset(self._linked_from.get(id, ()))

    def principles_of(self, area: str) -> list[Concept]:
        """An area's principles in the order in which its page speaks of them; then the rest, those that others rest on first."""
        note("principles", area)
        return list(self._by_area.get(area, ()))

    def from_source(self, article: str) -> list[Concept]:
        note("source", article)
        return list(self._by_source.get(article, ()))

    def linked(self, id: str, kind: str) -> list[Concept]:
        """The concepts of a type that a page links to, in the order of its text."""
        targets = dict.fromkeys(self.concepts[id].original.links)
        return [c for target in targets if (c := self.concepts.get(target)) and c.type == kind]

    def containing(self, id: str, kind: str) -> list[Concept]:
        """The reading lists or workshops that use a concept."""
        return [self.concepts[other] for other in sorted(self.links_to(id)) if self.concepts[other].type == kind]

    # Text

    def plain(self, text: str, lang: str) -> str:
        return markup.plain(text, self._title_in(lang))

    def minutes(self, page: Page) -> int:
        """The time it takes to read a page, in whole minutes, at 200 words a minute."""
        title_of = self._title_in(page.lang)
        return max(1, round(markup.words(markup.spoken(text, title_of) for *_, text in page.body.texts) / WORDS_PER_MINUTE))

    def _title_in(self, lang: str) -> Callable[[str], str]:
        return lambda id: self.title(id, lang) if id in self.concepts else id

    def days(self, page: Page) -> tuple[Day, ...]:
        """A reading list as its body states it."""
        return tuple(
            Day(section.id, section.title, tuple(_items(section)), markup.quotation(section.text))
            for section in page.body.sections
            if section.level == 2 and section.id.startswith("day-")
        )

    def order(self, id: str) -> tuple[str, ...]:
        """The ids of a reading list's concepts, each once, as its original has them."""
        note("text", self.concepts[id].original.path)
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

    # Indexes, each made once; nothing is noted here

    @property
    def _all(self) -> Mapping[str, Concept]:
        assert isinstance(self.concepts, Noted)
        return self.concepts.all

    @cached_property
    def _by_path(self) -> Mapping[str, Page]:
        return {page.path: page for concept in self._all.values() for page in concept.pages.values()}

    @cached_property
    def _by_type(self) -> Mapping[str, Sequence[Concept]]:
        found: dict[str, list[Concept]] = defaultdict(list)
        for id in sorted(self._all):
            found[self._all[id].type].append(self._all[id])
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
    def _alphabets(self) -> dict[tuple[str, str], Mapping[str, int]]:
        """By type and language: the ids in alphabetical order, each with its place."""
        return {}

    def _alphabet(self, kind: str, lang: str) -> Mapping[str, int]:
        if (kind, lang) not in self._alphabets:
            titles = {one.id: self._shown(one, lang)._meta.title for one in self._by_type.get(kind, ())}
            order = sorted(titles, key=lambda id: alphabetical(titles[id], lang))
            self._alphabets[kind, lang] = {id: place for place, id in enumerate(order)}
        return self._alphabets[kind, lang]

    def _near(self, id: str, lang: str, count: int) -> tuple[str, ...]:
        order = self._alphabet(self._all[id].type, lang)
        start = max(0, min(order[id] - count, len(order) - 2 * count - 1))
        return tuple(islice(order, start, start + 2 * count + 1))

    def _shown(self, concept: Concept, lang: str) -> Page:
        own = concept.pages.get(lang)
        return own or next(concept.pages[code] for code in self.fallbacks[lang] if code in concept.pages)

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
        for concept in self._all.values():
            for page in concept.pages.values():
                for target in page._links:
                    if target != concept.id:
                        found[target].add(concept.id)
        return found

    @cached_property
    def _by_area(self) -> Mapping[str, Sequence[Concept]]:
        found: dict[str, list[Concept]] = defaultdict(list)
        for concept in self._principles_in_order:
            found[_principle(concept).area].append(concept)
        for area, own in found.items():
            spoken = self._all[area].original._links if area in self._all else ()
            place = {id: number for number, id in reversed(list(enumerate(spoken)))}
            own.sort(key=lambda concept: place.get(concept.id, len(spoken)))
        return found

    @cached_property
    def _by_source(self) -> Mapping[str, Sequence[Concept]]:
        found: dict[str, list[Concept]] = defaultdict(list)
        for concept in self._principles_in_order:
            for article in dict.fromkeys(_principle(concept).sources):
                found[article].append(concept)
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
            depth[id] = max((depth.get(other, 0) + 1 for other in before.get(id, ())), default=0)  # of circles, `check` tells
        principles = self._by_type.get("principle", ())
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
    meta = concept.original._meta
    assert isinstance(meta, Principle)
    return meta


def _ids(concepts: Iterable[Concept]) -> tuple[str, ...]:
    return tuple(concept.id for concept in concepts)


def _written(concept: Concept | None) -> tuple[str, ...]:
    """Where a concept stands, and in which languages."""
    return (concept.type, concept.original.path, *(page.path for page in concept.pages.values())) if concept else ()


FACTS: Mapping[str, Callable[..., object]] = {
    "concept": lambda library, id: _written(library._all.get(id)),
    "concepts": lambda library: tuple(map(_written, library._all.values())),
    "drawing": lambda library, name: library.drawings.get(name, ""),
    "drawings": lambda library: tuple(library.drawings.items()),
    "asset": lambda library, path: library.assets.get(path, ""),
    "assets": lambda library: tuple(library.assets.items()),
    "type": lambda library, kind: _ids(library._by_type.get(kind, ())),
    "alphabet": lambda library, kind, lang: tuple(library._alphabet(kind, lang)),
    "near": lambda library, id, lang, count: library._near(id, lang, int(count)) if id in library._all else (),
    "related": lambda library, id: tuple(library._related.get(id, ())),
    "links to": lambda library, id: tuple(sorted(library._linked_from.get(id, ()))),
    "principles": lambda library, area: _ids(library._by_area.get(area, ())),
    "source": lambda library, article: _ids(library._by_source.get(article, ())),
}
"""Each kind of fact that a library gives out beside those of pages: what it is, by its names."""
