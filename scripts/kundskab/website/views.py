"""What a template sees of the model: `k`, one View a page, everything in the reader's language."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, cached_property
from typing import Any
from urllib.parse import quote

from babel.dates import format_date
from markupsafe import Markup

from kundskab import stamp
from kundskab.alphabet import alphabetical
from kundskab.atlas import Atlas, atlas
from kundskab.concepts import Block, Citation, Concept, Day, Page, Term
from kundskab.handout.editions import Offer
from kundskab.knowledge import FOLDER_OF
from kundskab.render import Place, pieces, relative
from kundskab.schema import UNKNOWN, Article, Original, Pictured, Principle, Workshop
from kundskab.settings import Settings
from kundskab.share import locale, mosaic
from kundskab.units import duration
from kundskab.website.entries import WIDE, Entry
from kundskab.website.library import Library
from kundskab.website.navigation import Way
from kundskab.website.parts import Alternate, Related, Shared, Step

NEWEST = 4


@dataclass(frozen=True)
class View:
    """One page for its template. `content` is its rendered text; URLs are relative to the page."""

    library: Library
    entry: Entry
    content: str

    # The page

    @property
    def lang(self) -> str:
        return self.entry.lang

    @cached_property
    def t(self) -> Mapping[str, Any]:
        """The UI's words in the reader's language."""
        return self.library.knowledge.strings[self.lang]

    @property
    def settings(self) -> Settings:
        return self.library.settings

    @property
    def id(self) -> str:
        return self.entry.concept.id if self.entry.concept else ""

    @property
    def type(self) -> str:
        return self.entry.concept.type if self.entry.concept else "overview"

    @property
    def place(self) -> str:
        """The type whose overview the page belongs to, or is."""
        return self.entry.overview or ("principle" if self.type == "area" else self.type)

    @property
    def start(self) -> str:
        """Where links begin, as far as those to the places tell: "nb/articles/*/" for each article; a place's own address."""
        return f"{self.address_of_folder(self.type)}*/" if FOLDER_OF.get(self.type) else self.entry.address

    @property
    def is_wide(self) -> bool:
        """Whether the page takes the sidebars' room too."""
        return self.id in WIDE

    @property
    def page(self) -> Page:
        assert self.entry.page
        return self.entry.page

    @property
    def concept(self) -> Concept:
        assert self.entry.concept
        return self.entry.concept

    @property
    def meta(self) -> Original:
        """What has no language, from the original."""
        return self.concept.meta

    @property
    def is_default(self) -> bool:
        """Whether the reader's language is the one at the site's root."""
        return self.lang == self.library.knowledge.languages[0]

    @property
    def text_lang(self) -> str:
        """The language of the text, where it is not the reader's; else ""."""
        return self.page.lang if self.entry.is_fallback else ""

    @property
    def heading(self) -> str:
        """The title in the browser's tab."""
        return self.settings.site_name if self.id == "index" else f"{self.entry.title} · {self.settings.site_name}"

    @property
    def report(self) -> str:
        """Where an error on this page is reported."""
        return self.settings.report.replace("{page}", quote(self.canonical, safe=""))

    @cached_property
    def canonical(self) -> str:
        lang = self.page.lang if self.entry.page else self.lang
        address = self.library.knowledge.address(self.id, lang) if self.entry.page else self.entry.address
        return self.settings.site_url + address

    @cached_property
    def shared(self) -> Shared:
        desk = self.library.desk
        address, alt = desk.shown(self.page) if self.entry.page else desk.of_overview(self.entry.overview, self.lang)
        return Shared(self.settings.site_url + address, alt)

    @property
    def locale(self) -> str:
        """The language of the text with the country it is most spoken in, as Open Graph has it: "da_DK"."""
        return locale(self.text_lang or self.lang)

    @cached_property
    def alternates(self) -> Sequence[Alternate]:
        return tuple(self._alternate(code, name) for code, name in self.settings.languages.items())

    @property
    def written(self) -> Sequence[Alternate]:
        """The other languages that the page is written in."""
        return [other for other in self.alternates if not other.current and not other.text_lang]

    @property
    def way(self) -> Way:
        return Way(self.library.knowledge, self.entry)

    @property
    def pieces(self) -> list[tuple[Markup, str]]:
        """The rendered text, cut where the template draws a section: (HTML, id of that section or "")."""
        return [(Markup(part), id) for part, id in pieces(self.content)]

    @cached_property
    def drifted(self) -> Sequence[str]:
        """The ids of this translation's sections that may be older than the original."""
        return stamp.drifted(self.concept, self.page) if self.entry.page and not self.text_lang else ()

    # Links and looks

    def root(self, path: str) -> str:
        """The URL of a path below the site's root."""
        return relative(path, self.entry.address)

    def path(self, path: str) -> str:
        """The URL of a path below the root of the reader's language."""
        return self.root(self.library.knowledge.root(self.lang) + path)

    def url(self, id: str, anchor: str = "") -> str:
        address = self.library.knowledge.address(id, self.lang)
        return self.root(address + (f"#{anchor}" if anchor else ""))

    def folder(self, kind: str) -> str:
        return self.path(f"{FOLDER_OF[kind]}/")

    def address_of(self, id: str) -> str:
        """Where a concept stands below the site's root."""
        return self.library.knowledge.address(id, self.lang)

    def address_of_folder(self, kind: str) -> str:
        return f"{self.library.knowledge.root(self.lang)}{FOLDER_OF[kind]}/"

    def page_of(self, id: str) -> Page:
        return self.library.knowledge.page(id, self.lang)

    def other_lang(self, id: str) -> str:
        """The language of a concept's text, where the reader's is missing; else ""."""
        lang = self.page_of(id).lang
        return "" if lang == self.lang else lang

    def type_of(self, id: str) -> str:
        return self.library.knowledge.concepts[id].type

    def area_of(self, id: str) -> str:
        meta = self.library.knowledge.concepts[id].meta
        return id if self.type_of(id) == "area" else meta.area if isinstance(meta, Principle) else ""

    def picture(self, name: str) -> Markup:
        """An SVG drawing, to stand in the page; nothing where there is none."""
        return Markup(self.library.knowledge.drawings.get(name, ""))

    @property
    def picture_text(self) -> str:
        return (self.page.meta.picture or "") if isinstance(self.page.meta, Pictured) else ""

    def minutes(self, id: str) -> int:
        return self.library.knowledge.minutes(self.page_of(id))

    def day(self, day: date) -> str:
        return _day(day, self.lang)

    @property
    def next_review(self) -> date:
        return self.meta.reviewed + timedelta(days=self.meta.review_every)

    # What the page shows from the model

    def all(self, kind: str) -> list[Concept]:
        """The concepts of a type by title in the reader's language; areas in their own order."""
        knowledge = self.library.knowledge
        return knowledge.of_type(kind) if kind == "area" else knowledge.alphabetical(kind, self.lang)

    def principles(self, area: str) -> list[Concept]:
        return self.library.knowledge.principles_of(area)

    @property
    def mosaic(self) -> list[Concept]:
        """Some drawn principles for the home page."""
        return mosaic(self.library.knowledge)

    @property
    def newest(self) -> list[Concept]:
        found = self.library.knowledge.of_type("article")
        return sorted(found, key=lambda concept: (-concept.meta.added.toordinal(), concept.id))[:NEWEST]

    @cached_property
    def relations(self) -> Mapping[str, Sequence[Related]]:
        """This principle's relations by how it shows them: `prerequisite`, `leads_to`, `supports`, `supported_by`, …"""
        groups: dict[str, list[Related]] = {}
        for kind, other, here in self.library.knowledge.related(self.id):
            groups.setdefault(_shown(kind, here), []).append(self._relation(other, here))
        return groups

    @cached_property
    def atlas(self) -> Atlas:
        """The map of all principles, in the reader's language."""
        return atlas(self.library.knowledge, self.lang)

    def related(self, id: str) -> Mapping[tuple[str, str], Sequence[str]]:
        """The ids of the principles that one has relations to, by kind and by what it is called on its page."""
        groups: dict[tuple[str, str], list[str]] = {}
        for kind, other, here in self.library.knowledge.related(id):
            groups.setdefault((kind, _shown(kind, here)), []).append(other)
        return groups

    @cached_property
    def citations(self) -> Sequence[Citation]:
        """Where other pages speak of this one; not those that already show it as a relation, a list or a workshop."""
        knowledge = self.library.knowledge
        found = knowledge.citations(self.id, self.lang)
        return [c for c in found if c.page.type not in ("reading-list", "workshop", "page")]

    @property
    def steps(self) -> Iterator[Step]:
        """Where this concept stands in the reading lists that have it."""
        knowledge = self.library.knowledge
        for concept in knowledge.containing(self.id, "reading-list"):
            order = knowledge.order(concept.id)
            if self.id in order:
                place = order.index(self.id)
                yield Step(concept.id, place + 1, len(order), *("", *order, "")[place : place + 3 : 2])

    def containing(self, kind: str) -> list[Concept]:
        return self.library.knowledge.containing(self.id, kind)

    @property
    def sources(self) -> list[Concept]:
        knowledge = self.library.knowledge
        return [knowledge.concepts[id] for id in self.meta.sources] if isinstance(self.meta, Principle) else []

    @property
    def taught(self) -> list[Concept]:
        """The principles that come from this article."""
        return self.library.knowledge.from_source(self.id)

    def uses(self, kind: str) -> list[Concept]:
        return self.library.knowledge.linked(self.id, kind)

    def source_facts(self, id: str) -> list[tuple[str, str]]:
        """An article's source as label and value, what is unknown said aloud."""
        meta = self.library.knowledge.concepts[id].meta
        assert isinstance(meta, Article)
        source, words = meta.source, self.t["source"]
        when = source.published
        return [
            (words["author"], words["unknown"] if source.author == UNKNOWN else source.author),
            (words["title"], words["unknown"] if source.title == UNKNOWN else source.title),
            (words["published"], self.day(when) if isinstance(when, date) else words["unknown"]),
            (words["language"], self.t["language"][source.language]),
        ]

    @property
    def days(self) -> Sequence[Day]:
        return self.library.knowledge.days(self.page)

    @property
    def blocks(self) -> Sequence[Block]:
        return self.library.knowledge.blocks(self.page)

    def length(self, id: str) -> int:
        """The minutes a reading list or workshop takes."""
        knowledge = self.library.knowledge
        concept = knowledge.concepts[id]
        if isinstance(concept.meta, Workshop):
            return concept.meta.minutes
        return sum(self.minutes(item.concept) for day in knowledge.days(self.page_of(id)) for item in day.items)

    def duration(self, id: str) -> str:
        return duration(self.length(id), self.lang)

    def day_count(self, id: str) -> int:
        return len(self.library.knowledge.days(self.page_of(id)))

    def handouts(self, *ids: str) -> list[Offer]:
        """The PDFs of concepts or collections for the reader's language."""
        return [one for id in ids for one in self.library.handouts(id, self.lang)]

    def handout_name(self, handout: Offer) -> str:
        """What a PDF is called on its button: its kind, and the other language where there are two."""
        edition, words = handout.edition, self.t
        other = next((lang for lang in (edition.other, edition.lang) if edition.other and lang != self.lang), "")
        return f"{words['handout']['kinds'][edition.kind]}" + (
            f" · {words['language'][self.lang]} + {words['language'][other]}" if other else ""
        )

    @property
    def terms(self) -> list[Term]:
        """The glossary in the alphabetical order of the reader's language."""
        return sorted(self.library.knowledge.terms, key=lambda term: alphabetical(term.wordings[self.lang].preferred, self.lang))

    def html(self, text: str) -> Markup:
        """A piece of this page's Markdown."""
        return Markup(self.library.renderer.html(text, self._place(self.page)))

    def inline(self, text: str) -> Markup:
        return Markup(self.library.renderer.inline(text, self._place(self.page)))

    def extra_sections(self) -> Iterator[tuple[str, str]]:
        """The sections that the template adds after the text, for the table of contents: (id, title)."""
        words = self.t["section"]
        if self.type == "principle":
            if self.containing("reading-list") or self.containing("workshop"):
                yield "used", words["used"]
            if self.citations:
                yield "citations", words["citations"]
            yield "sources", words["sources"]
        elif self.type == "article" and self.taught:
            yield "taught", words["taught"]
        elif self.type == "workshop" and self.uses("principle"):
            yield "uses", words["uses"]

    def _place(self, page: Page) -> Place:
        return Place(page, self.lang, self.entry.address)

    def _alternate(self, code: str, name: str) -> Alternate:
        knowledge = self.library.knowledge
        if self.entry.page:
            address, text_lang = knowledge.address(self.id, code), knowledge.page(self.id, code).lang
        else:
            address, text_lang = f"{knowledge.root(code)}{FOLDER_OF[self.entry.overview]}/", code
        other = "" if text_lang == code else text_lang
        return Alternate(code, name, self.root(address), self.settings.site_url + address, code == self.lang, other)

    def _relation(self, other: str, here: bool) -> Related:
        page, about = (self.page, other) if here else (self.page_of(other), self.id)
        section = page.section(f"with-{about}")
        sentence = Markup(self.library.renderer.html(section.text, self._place(page)) if section else "")
        return Related(other, sentence, "" if page.lang == self.lang else page.lang)


@cache
def _day(day: date, lang: str) -> str:
    return format_date(day, "long", locale=lang)


def _shown(kind: str, here: bool) -> str:
    """What a relation is called on the page of one of its two principles: the one that states it (`here`), or the other."""
    return kind if here else {"prerequisite": "leads_to", "supports": "supported_by"}[kind]
