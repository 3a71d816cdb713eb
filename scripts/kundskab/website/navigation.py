"""What a page shows of the navigation: the places, and of the sections that it stands in what is near.

So no page grows with the library, and none depends on more of it than it shows.
"""

from collections.abc import Iterator, Sequence
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
    """The navigation around a page: the section that it stands in, if any, and the lines `before` and `after`.

    `area` is that which the page belongs to, or is, else "".
    """

    def __init__(self, knowledge: Knowledge, entry: Entry) -> None:
        self.knowledge, self.entry = knowledge, entry
        self.kind = entry.concept.type if entry.concept else entry.overview
        meta = entry.concept.meta if entry.concept else None
        self.area = (
            entry.concept.id if entry.concept and self.kind == "area" else meta.area if isinstance(meta, Principle) else ""
        )
        place = "principle" if self.area else self.kind
        self._cut = OVERVIEWS.index(place) if place in OVERVIEWS else len(OVERVIEWS)

    @property
    def before(self) -> Iterator[Item]:
        """The front page, and the places up to the section."""
        if "index" in self.knowledge.concepts:
            yield self._page("index")
        yield from map(self._place, OVERVIEWS[: self._cut])

    @property
    def section(self) -> list[Item]:
        """As a list of one or none. Material calls a list by the number of its line, those below from 2."""
        number = ("index" in self.knowledge.concepts) + self._cut + 1
        return [self._place(kind, f"__nav_{number}") for kind in OVERVIEWS[self._cut : self._cut + 1]]

    @property
    def after(self) -> Iterator[Item]:
        """The places after the section, and the pages that belong to none."""
        yield from map(self._place, OVERVIEWS[self._cut + 1 :])
        yield from (self._page(concept.id) for concept in self.knowledge.of_type("page") if concept.id != "index")

    def _place(self, kind: str, open: str = "") -> Item:
        lang = self.entry.lang
        title, url = self.knowledge.strings[lang]["overview"][kind]["title"], f"{self.knowledge.root(lang)}{FOLDER_OF[kind]}/"
        members = tuple(self._members(kind, open)) if open else ()
        return Item(title, "", self._url(url), self.entry.overview == kind, open, members)

    def _members(self, kind: str, list: str) -> Iterator[Item]:
        if kind == "principle":
            areas = self.knowledge.of_type("area")
            near = _window(areas, [one.id for one in areas].index(self.area) if self.area else 0)
            yield from (self._area(one, f"{list}_{number}") for number, one in enumerate(near, 2))
        elif self.entry.concept:
            yield from self._pages(self.knowledge.near(self.entry.concept.id, self.entry.lang, NEAR))
        else:
            yield from self._pages(_window(self.knowledge.alphabetical(kind, self.entry.lang), 0))

    def _area(self, area: Concept, list: str) -> Item:
        item = self._page(area.id)
        if area.id != self.area:
            return item._replace(items=())
        own = self.knowledge.principles_of(area.id)
        place = next((place for place, concept in enumerate(own) if concept is self.entry.concept), 0)
        return item._replace(open=list, items=tuple(self._pages(_window(own, place))))

    def _pages(self, concepts: Sequence[Concept]) -> Iterator[Item]:
        return (self._page(concept.id) for concept in concepts)

    def _page(self, id: str) -> Item:
        page = self.knowledge.page(id, self.entry.lang)
        here = self.entry.concept is not None and self.entry.concept.id == id
        other = "" if page.lang == self.entry.lang else page.lang
        return Item(page.meta.title, other, self._url(self.knowledge.address(id, self.entry.lang)), here)

    def _url(self, address: str) -> str:
        return relative(address, self.entry.address)


def _window(concepts: Sequence[Concept], place: int) -> Sequence[Concept]:
    start = max(0, min(place - NEAR, len(concepts) - 2 * NEAR - 1))
    return concepts[start : start + 2 * NEAR + 1]
