"""The pictures that chats and feeds show with a link (Open Graph): which stands for a page, and what is on it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import zip_longest
from typing import TypeAlias

from kundskab.concepts import Concept, Page
from kundskab.handout import drawings
from kundskab.handout.typesetting import string
from kundskab.knowledge import FOLDER_OF, Knowledge
from kundskab.schema import OVERVIEWS, Pictured, Principle
from kundskab.settings import PROJECT, Settings

WIDTH, HEIGHT = 1200, 630
BATCH = 12
"""Pictures set by one run of Typst, which takes as long to begin as for one of them."""
MARK = PROJECT / "overrides" / "assets" / "images" / "mark.svg"
COUNTS = (9, 6, 4, 3, 2, 1)
"""How many drawings make whole rows."""
MOSAIC = 9
ACCENT = "#1c5c50"
ENDS = (".", "?", "!", "…")

Drawing: TypeAlias = tuple[str, str]
"""The name of a drawing and the colour of its area."""


@dataclass(frozen=True, slots=True)
class Card:
    """One picture before it is drawn: `name` is its page's id, or the folder that an overview is of; `page` the file to name in
    a message; `alt` says in its language what it shows; `code` is Typst's, and `images` what that names.
    """

    lang: str
    name: str
    page: str
    alt: str
    code: str
    images: Mapping[str, bytes]

    @property
    def address(self) -> str:
        """Where it stands below the site's root."""
        return _address(self.lang, self.name)


def _address(lang: str, name: str) -> str:
    return f"share/{lang}/{name}.png"


def cards(settings: Settings, knowledge: Knowledge) -> list[Card]:
    """What there is to draw: in each language the pages with a picture of their own, and an overview of each type that has one."""
    desk = Desk(settings, knowledge)
    written = (desk.page(page) for page in knowledge.pages() if desk.has_own(page))
    listed = (desk.overview(kind, lang) for lang in knowledge.languages for kind in OVERVIEWS)
    return sorted((*written, *listed), key=lambda card: card.address)


def mosaic(knowledge: Knowledge) -> list[Concept]:
    """Some of the principles that are drawn: whole rows of three, from each area in turn."""
    areas = [[c for c in knowledge.principles_of(area.id) if c.id in knowledge.drawings] for area in knowledge.of_type("area")]
    turns = [concept for turn in zip_longest(*areas) for concept in turn if concept]
    chosen = turns[: min(MOSAIC, len(turns) // 3 * 3)]
    return sorted(chosen, key=lambda concept: [c.id for area in areas for c in area].index(concept.id))


@cache
def locale(lang: str) -> str:
    """A language with the country it is most spoken in (CLDR), as Open Graph has it: "da_DK"."""
    from babel.core import Locale, get_global  # takes its time

    found = Locale.parse(get_global("likely_subtags").get(lang, lang))
    return f"{found.language}_{found.territory}"


class Desk:
    """Where the pictures of a library are made."""

    def __init__(self, settings: Settings, knowledge: Knowledge) -> None:
        self.settings, self.knowledge = settings, knowledge
        self.colours = {area.id: area.light for area in knowledge.areas}

    def has_own(self, page: Page) -> bool:
        """Whether a page has a drawing to show; those that have none, and an overview, share the overview's picture."""
        return page.type not in OVERVIEWS or bool(self._drawings(page))

    def shown(self, page: Page) -> tuple[str, str]:
        """The address of the picture that stands for a page, and what it shows, in words."""
        if self.has_own(page):
            card = self.page(page)
            return card.address, card.alt
        return self.of_overview(page.type, page.lang)

    def of_overview(self, kind: str, lang: str) -> tuple[str, str]:
        """The same for an overview."""
        return _address(lang, FOLDER_OF[kind]), str(self.knowledge.strings[lang]["overview"][kind]["title"])

    def page(self, page: Page) -> Card:
        concept, words = self.knowledge.concepts[page.id], self.knowledge.strings[page.lang]
        area = page.id if page.type == "area" else concept.meta.area if isinstance(concept.meta, Principle) else ""
        kicker = "" if page.type == "page" else str(words["type"][page.type])
        if page.type == "principle":
            kicker = self.knowledge.title(area, page.lang)
        title = str(words["home"]["question"]) if page.id == "index" else page.meta.title
        seen = (page.meta.picture or "") if isinstance(page.meta, Pictured) else ""
        shown = self._drawings(page)
        return self._card(page.lang, page.id, page.path, (kicker, title, page.meta.summary), area, shown, seen)

    def overview(self, kind: str, lang: str) -> Card:
        words = self.knowledge.strings[lang]["overview"][kind]
        of_each = [self._behind(concept) for concept in self.knowledge.of_type(kind)] if kind != "principle" else []
        turns = [concept for turn in zip_longest(*of_each) for concept in turn if concept]
        shown = self._whole(map(self._drawing, turns))
        return self._card(lang, FOLDER_OF[kind], f"_data/strings/{lang}.yml", ("", words["title"], words["summary"]), "", shown)

    def _drawings(self, page: Page) -> list[Drawing]:
        return self._whole(map(self._drawing, self._behind(self.knowledge.concepts[page.id])))

    def _behind(self, concept: Concept) -> list[Concept]:
        """The principles whose drawings stand for a concept."""
        knowledge = self.knowledge
        if concept.id == "index":
            return mosaic(knowledge)
        match concept.type:
            case "principle":
                return [concept]
            case "area":
                return knowledge.principles_of(concept.id)
            case "article":
                return knowledge.from_source(concept.id)
            case "page":
                return []
            case _:
                return knowledge.linked(concept.id, "principle")

    def _drawing(self, concept: Concept) -> Drawing:
        assert isinstance(concept.meta, Principle)
        return concept.id, self.colours.get(concept.meta.area, ACCENT)  # of an area that there is not, `check` tells

    def _whole(self, shown: Iterable[Drawing]) -> list[Drawing]:
        """Whole rows of drawings that there are, each once."""
        there = [one for one in dict.fromkeys(shown) if one[0] in self.knowledge.drawings]
        return there[: next((count for count in COUNTS if count <= len(there)), 0)]

    def _icons(self, area: str) -> list[Drawing]:
        """The signs of the areas, or of one."""
        return self._whole((f"area-{id}", colour) for id, colour in self.colours.items() if area in ("", id))

    def _card(
        self, lang: str, name: str, path: str, says: tuple[str, str, str], area: str, shown: Sequence[Drawing], seen: str = ""
    ) -> Card:
        """`says` are what stands above the title, the title, the summary; `seen` is what the drawing shows, in words."""
        kicker, title, summary = says
        icon = next(iter(self._icons(area)), None) if area else None
        shown = shown or self._icons(area)
        images = {f"{one}.svg": self._svg(one, colour) for one, colour in (*shown, *([icon] if icon else []))}
        tiles = " ".join(f"({string(f'{one}.svg')}, rgb({string(colour)}))," for one, colour in shown)
        colour = self.colours.get(area, ACCENT)
        arguments = (
            *(string(lang), string(kicker), string(f"{icon[0]}.svg") if icon else "none", f"rgb({string(colour)})"),
            *(string(title), string(summary), f"({tiles})", string(MARK.name), string(self.settings.site_name)),
        )
        alt = f"{kicker}: {title}" if kicker else title
        alt = f"{alt}{'' if alt.endswith(ENDS) else '.'} {seen}" if seen else alt
        return Card(lang, name, path, alt, f"#card({', '.join(arguments)})", {**images, MARK.name: MARK.read_bytes()})

    def _svg(self, name: str, colour: str) -> bytes:
        """A principle's drawing, or an area's sign, which is in its colour throughout."""
        svg = drawings.coloured(self.knowledge, name, colour, colour if name.startswith("area-") else drawings.INK)
        assert svg
        return svg
