"""The navigation of one language, made from the model: places, areas with their principles, lists."""

from collections.abc import Iterable, Mapping, Set
from html import unescape

from mkdocs.structure import StructureItem
from mkdocs.structure.nav import Navigation, Section
from mkdocs.structure.pages import Page

from kundskab.alphabet import alphabetical
from kundskab.concepts import Concept
from kundskab.knowledge import Knowledge
from kundskab.schema import OVERVIEWS
from kundskab.website.entries import Entry

NEAR = 8
"""How many neighbours a page shows on each side of itself."""


def navigation(knowledge: Knowledge, entries: Iterable[Entry], pages: Mapping[str, Page]) -> Navigation:
    """The tree of a language: `pages` are MkDocs' pages by the source of their entry."""
    entries = list(entries)
    of_concept = {entry.concept.id: pages[entry.source] for entry in entries if entry.concept}
    items: list[Page | Section] = [of_concept["index"]] if "index" in of_concept else []
    for kind in OVERVIEWS:
        overview = next(entry for entry in entries if entry.overview == kind)
        items.append(_section(overview.title, pages[overview.source], _members(knowledge, kind, overview.lang, of_concept)))
    items += [page for id, page in of_concept.items() if knowledge.concepts[id].type == "page" and id != "index"]
    everything = [page for item in items for page in _pages(item)]
    nav = Navigation(items, everything)
    nav.homepage = of_concept.get("index")
    return nav


def near(nav: Navigation, page: Page) -> Navigation:
    """What one page shows of the navigation: the places, and of the sections that it stands in what is near, so that no page
    grows with the library.
    """
    way = {id(item) for item in (page, *page.ancestors)}
    found = Navigation([_near(item, way) for item in nav.items], [])
    found.pages, found.homepage = nav.pages, nav.homepage
    return found


def _near(item: StructureItem, way: Set[int]) -> StructureItem:
    if not isinstance(item, Section):
        return item
    index, *members = item.children
    here = next((place for place, member in enumerate(members) if id(member) in way), 0)
    start = max(0, min(here - NEAR, len(members) - 2 * NEAR - 1))
    shown = members[start : start + 2 * NEAR + 1] if id(item) in way else members[:1]  # one, for Material to see a section
    made = Section(item.title, [index, *(_near(member, way) for member in shown)])
    made.active = id(item) in way
    return made


def _members(knowledge: Knowledge, kind: str, lang: str, of_concept: Mapping[str, Page]) -> list[Page | Section]:
    if kind != "principle":
        return sorted(
            _pages_of(knowledge.of_type(kind), of_concept), key=lambda page: alphabetical(unescape(str(page.title)), lang)
        )
    return [
        _section(str(of_concept[area.id].title), of_concept[area.id], _pages_of(knowledge.principles_of(area.id), of_concept))
        for area in knowledge.of_type("area")
    ]


def _pages_of(concepts: Iterable[Concept], of_concept: Mapping[str, Page]) -> list[Page | Section]:
    return [of_concept[concept.id] for concept in concepts]


def _section(title: str, index: Page, members: list[Page | Section]) -> Section:
    """A section whose title leads to its own page, as Material's `navigation.indexes` has it."""
    section = Section(title, [index, *members])
    for child in section.children:
        child.parent = section
    return section


def _pages(item: Page | Section) -> Iterable[Page]:
    if isinstance(item, Page):
        return [item]
    return [page for child in item.children for page in _pages(child)]  # type: ignore[arg-type]
