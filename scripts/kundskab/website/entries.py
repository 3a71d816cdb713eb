"""Every page of the site in one language, whether written, shown in another language's place, or made from the model."""

from collections.abc import Iterator
from dataclasses import dataclass

from kundskab.concepts import Concept, Page
from kundskab.knowledge import FOLDER_OF, Knowledge
from kundskab.render import undrawn
from kundskab.schema import OVERVIEWS

TEMPLATES = {"index": "home.html", "glossary": "glossary.html", "map": "map.html"}
WIDE = ("index", "map")
"""What takes the sidebars' room too."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A page of the site: its address, its place in MkDocs' tree (`source`), and what it shows."""

    lang: str
    source: str
    address: str
    title: str
    summary: str
    template: str
    concept: Concept | None = None
    page: Page | None = None
    overview: str = ""

    @property
    def file(self) -> str:
        """Where it stands in the site's folder."""
        return f"{self.address}index.html"

    @property
    def markdown(self) -> str:
        """Its Markdown without what its template draws."""
        return undrawn(self.page, self.page.drawn) if self.page else ""

    @property
    def is_fallback(self) -> bool:
        return self.page is not None and self.page.lang != self.lang


def entries(knowledge: Knowledge, lang: str) -> Iterator[Entry]:
    """All pages of a language: one for every concept, and an overview for every type that has one."""
    yield from (written(knowledge, id, lang) for id in knowledge.concepts)
    yield from (overview(knowledge, kind, lang) for kind in OVERVIEWS)


def written(knowledge: Knowledge, id: str, lang: str) -> Entry:
    """A concept's page."""
    concept, page = knowledge.concepts[id], knowledge.page(id, lang)
    return Entry(
        lang,
        source=f"{lang}/{page.path.partition('/')[2]}",
        address=knowledge.address(id, lang),
        title=page.meta.title,
        summary=page.meta.summary,
        template=TEMPLATES.get(id, f"{concept.type}.html"),
        concept=concept,
        page=page,
    )


def overview(knowledge: Knowledge, kind: str, lang: str) -> Entry:
    """The page that lists a type."""
    words, folder = knowledge.strings[lang]["overview"][kind], FOLDER_OF[kind]
    return Entry(
        lang,
        source=f"{lang}/{folder}/index.md",
        address=f"{knowledge.root(lang)}{folder}/",
        title=words["title"],
        summary=words["summary"],
        template="overview.html",
        overview=kind,
    )
