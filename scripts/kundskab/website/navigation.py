"""What a page shows of the navigation: the places, and of the sections that it stands in what is near.

So no page grows with the library, and none depends on more of it than it shows.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import TypeAlias

from mkdocs.structure.nav import Navigation, Section
from mkdocs.structure.pages import Page

from kundskab.concepts import Concept
from kundskab.knowledge import Knowledge
from kundskab.schema import OVERVIEWS, Principle
from kundskab.website.entries import Entry, overview, written

NEAR = 8
"""How many neighbours a page shows on each side of itself."""

Shown: TypeAlias = Callable[[Entry], Page]


def near(knowledge: Knowledge, entry: Entry, shown: Shown) -> Navigation:
    """The tree around a page; `shown` gives MkDocs' page for an entry."""
    items = [*_home(knowledge, entry, shown), *_sections(knowledge, entry, shown), *_others(knowledge, entry, shown)]
    nav = Navigation(items, [])
    nav.homepage = items[0] if isinstance(items[0], Page) else None
    return nav


def _home(knowledge: Knowledge, entry: Entry, shown: Shown) -> Iterator[Page]:
    if "index" in knowledge.concepts:
        yield shown(written(knowledge, "index", entry.lang))


def _sections(knowledge: Knowledge, entry: Entry, shown: Shown) -> Iterator[Section]:
    """A section for every type that has an overview; it is open where the page stands in it."""
    concept, area = entry.concept, _area(entry)
    for kind in OVERVIEWS:
        index = shown(overview(knowledge, kind, entry.lang))
        if kind == "principle" and (area or entry.overview == kind):
            yield _section(index, [_of_area(knowledge, entry, one, area, shown) for one in _around(knowledge, area)], True)
        elif concept and concept.type == kind:
            yield _section(index, _pages(knowledge, knowledge.near(concept.id, entry.lang, NEAR), entry, shown), True)
        elif entry.overview == kind:
            yield _section(index, _pages(knowledge, knowledge.alphabetical(kind, entry.lang)[: 2 * NEAR + 1], entry, shown), True)
        else:
            yield _section(index, [], False)


def _of_area(knowledge: Knowledge, entry: Entry, one: Concept, area: str, shown: Shown) -> Section:
    own = knowledge.principles_of(one.id) if one.id == area else []
    here = next((place for place, concept in enumerate(own) if concept is entry.concept), 0)
    return _section(
        shown(written(knowledge, one.id, entry.lang)), _pages(knowledge, _window(own, here), entry, shown), one.id == area
    )


def _around(knowledge: Knowledge, area: str) -> Sequence[Concept]:
    areas = knowledge.of_type("area")
    return _window(areas, next((place for place, concept in enumerate(areas) if concept.id == area), 0))


def _others(knowledge: Knowledge, entry: Entry, shown: Shown) -> Iterator[Page]:
    yield from (shown(written(knowledge, one.id, entry.lang)) for one in knowledge.of_type("page") if one.id != "index")


def _area(entry: Entry) -> str:
    """The area that a page belongs to, or is."""
    if not entry.concept:
        return ""
    meta = entry.concept.meta
    return entry.concept.id if entry.concept.type == "area" else meta.area if isinstance(meta, Principle) else ""


def _window(concepts: Sequence[Concept], here: int) -> Sequence[Concept]:
    start = max(0, min(here - NEAR, len(concepts) - 2 * NEAR - 1))
    return concepts[start : start + 2 * NEAR + 1]


def _pages(knowledge: Knowledge, concepts: Sequence[Concept], entry: Entry, shown: Shown) -> list[Page]:
    return [shown(written(knowledge, concept.id, entry.lang)) for concept in concepts]


def _section(index: Page, members: Sequence[Page | Section], active: bool) -> Section:
    """A section whose title leads to its own page, as Material's `navigation.indexes` has it."""
    section = Section(str(index.title), [index, *members])
    section.active = active
    return section
