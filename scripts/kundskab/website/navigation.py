"""What a page shows of the navigation: the places, and of the sections that it stands in what is near.

So no page grows with the library, and none depends on more of it than it shows.
"""

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from kundskab.concepts import Concept
from kundskab.knowledge import FOLDER_OF, Knowledge
from kundskab.render import relative
from kundskab.schema import OVERVIEWS, Principle
from kundskab.website.entries import Entry

NEAR = 8
"""How many neighbours a page shows on each side of itself."""


class Item(NamedTuple):
    """A line of the navigation; `lang` is the title's language where it is not the reader's, else "".

    A section has `items`, not all of them shown; where the page stands in it, `open` is the id of their list, else "". `here` is the
    page itself.
    """

    title: str
    lang: str
    url: str
    here: bool = False
    open: str = ""
    items: Sequence["Item"] | None = None


class Way:
    """The navigation around a page: the section that it stands in, and the lines `before` and `after`; where it stands in none, all
    lines are `section`.
    """

    def __init__(self, knowledge: Knowledge, entry: Entry) -> None:
        self.knowledge, self.entry = knowledge, entry
        self.id, self.kind = (entry.concept.id, entry.concept.type) if entry.concept else ("", entry.overview)
        place = "principle" if self.kind == "area" else self.kind
        self._cut = OVERVIEWS.index(place) if place in OVERVIEWS else None

    @cached_property
    def area(self) -> str:
        """Which the page belongs to, or is; else ""."""
        meta = self.entry.concept.meta if self.entry.concept else None
        return self.id if self.kind == "area" else meta.area if isinstance(meta, Principle) else ""

    @property
    def before(self) -> list[Item]:
        return [] if self._cut is None else [*self._front(), *map(self._place, OVERVIEWS[: self._cut])]

    @property
    def section(self) -> list[Item]:
        """Material names a list by the number of its line, counted from 1, and from 2 in a list in it."""
        if self._cut is None:
            return [*self._front(), *map(self._place, OVERVIEWS), *self._rest()]
        return [self._place(OVERVIEWS[self._cut], f"__nav_{('index' in self.knowledge.concepts) + self._cut + 1}")]

    @property
    def after(self) -> list[Item]:
        return [] if self._cut is None else [*map(self._place, OVERVIEWS[self._cut + 1 :]), *self._rest()]

    def _front(self) -> Iterator[Item]:
        if "index" in self.knowledge.concepts:
            yield self._page("index")

    def _rest(self) -> Iterator[Item]:
        """The pages that belong to no place."""
        return self._pages([concept for concept in self.knowledge.of_type("page") if concept.id != "index"])

    def _place(self, kind: str, open: str = "") -> Item:
        lang = self.entry.lang
        title, url = self.knowledge.strings[lang]["overview"][kind]["title"], f"{self.knowledge.root(lang)}{FOLDER_OF[kind]}/"
        members = tuple(self._members(kind, open)) if open else ()
        return Item(title, "", self._url(url), self.entry.overview == kind, open, members)

    def _members(self, kind: str, open: str) -> Iterator[Item]:
        if kind == "principle":
            areas = self.knowledge.of_type("area")
            near = _window(areas, [one.id for one in areas].index(self.area) if self.area else 0)
            yield from (self._area(one, f"{open}_{number}") for number, one in enumerate(near, 2))
        elif self.entry.concept:
            yield from self._pages(self.knowledge.near(self.entry.concept.id, self.entry.lang, NEAR))
        else:
            yield from self._pages(_window(self.knowledge.alphabetical(kind, self.entry.lang), 0))

    def _area(self, area: Concept, open: str) -> Item:
        item = self._page(area.id)
        if area.id != self.area:
            return item._replace(items=())
        own = self.knowledge.principles_of(area.id)
        place = next((place for place, concept in enumerate(own) if concept is self.entry.concept), 0)
        return item._replace(open=open, items=tuple(self._pages(_window(own, place))))

    def _pages(self, concepts: Sequence[Concept]) -> Iterator[Item]:
        return (self._page(concept.id) for concept in concepts)

    def _page(self, id: str) -> Item:
        page = self.knowledge.page(id, self.entry.lang)
        other = "" if page.lang == self.entry.lang else page.lang
        return Item(page.meta.title, other, self._url(self.knowledge.address(id, self.entry.lang)), id == self.id)

    def _url(self, address: str) -> str:
        return relative(address, self.entry.address)


def _window(concepts: Sequence[Concept], place: int) -> Sequence[Concept]:
    start = max(0, min(place - NEAR, len(concepts) - 2 * NEAR - 1))
    return concepts[start : start + 2 * NEAR + 1]
