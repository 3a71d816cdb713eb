"""What all handouts share: pages as Typst code, the links between them, and what stands first and last."""

import hashlib
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import segno
from babel.dates import format_date

from kundskab import nordic, stamp
from kundskab.alphabet import alphabetical
from kundskab.concepts import Concept, Page, Term
from kundskab.handout import drawings
from kundskab.handout.compiling import Document
from kundskab.handout.drawings import INK
from kundskab.handout.typesetting import Typesetter, labelled, string
from kundskab.knowledge import Knowledge
from kundskab.render import FOOTNOTES, Links, Place, Renderer, pieces, undrawn
from kundskab.schema import UNKNOWN, Article, Original, Pictured, Principle, Wording
from kundskab.settings import Settings

FOOTNOTE = re.compile(r"^\[\^[^\]]+\]:.*(?:\n(?:[ \t]+.*|(?=\n[ \t])))*", re.M)
"""A footnote's text, with the lines that belong to it."""


@dataclass(frozen=True, slots=True)
class Voice:
    """What a handout says of itself in one language: on its cover, above its contents, at its end."""

    lang: str
    title: str
    summary: str
    url: str
    facts: Sequence[tuple[str, str]] = ()


@dataclass
class Booklet:
    """One handout while it is collected. It speaks `lang`; its `reader` may speak another, where the content has only that one.

    `printed` names the sections of each concept that stand in it: links to those lead there, all others to the web.
    """

    settings: Settings
    knowledge: Knowledge
    lang: str
    reader: str
    printed: Mapping[str, Collection[str]]
    images: dict[str, bytes] = field(default_factory=dict)
    set_pages: dict[str, Page] = field(default_factory=dict)
    _texts: list[str] = field(default_factory=list)

    @cached_property
    def words(self) -> Mapping[str, Any]:
        return self.knowledge.strings[self.lang]

    @cached_property
    def _renderer(self) -> Renderer:
        return Renderer(
            self.settings.extensions, Links(self.knowledge, href=lambda place, address: self.settings.site_url + address)
        )

    # Pages

    def page(self, id: str) -> Page:
        return self.knowledge.page(id, self.lang)

    def text(self, page: Page, markdown: str, shift: int, prefix: str = "") -> str:
        """A piece of a page's Markdown; a `##` heading is of level 1 + `shift`. A prefix keeps its ids apart from the page's own."""
        return self.html(page, self.rendered(page, markdown, prefix), shift, prefix)

    def html(self, page: Page, html: str, shift: int, prefix: str = "") -> str:
        anchors = () if prefix else self.printed.get(page.id, ())
        code = self._typesetter(page, shift, prefix, anchors).set(html)
        return self.spoken(page, code) if code else ""

    def _typesetter(self, page: Page, shift: int, prefix: str, anchors: Collection[str]) -> Typesetter:
        home = self.settings.site_url
        return Typesetter(page.path, prefix + page.id, shift, home, self._label_of, self._image, anchors, self.images)

    def rendered(self, page: Page, markdown: str, prefix: str = "") -> str:
        """A piece of a page's Markdown as HTML, with the footnotes that it refers to; links lead to its reader's language."""
        self.set_pages[f"{prefix}{page.id}"] = page
        if page.lang == self.lang:
            self._texts.append(self.knowledge.plain(markdown, page.lang))
        notes = [note for note in FOOTNOTE.findall(page.text) if note not in markdown] if "[^" in markdown else []
        reader = page.lang if prefix else self.lang
        place = Place(page, reader, self.knowledge.address(page.id, reader))
        return self._renderer.html("\n\n".join([markdown, *notes]), place)

    def pieces(self, page: Page, drawn: Collection[str], without: Collection[str] = ()) -> Iterator[tuple[str, str]]:
        """A whole page's HTML, cut where a section is drawn: (HTML, with all footnotes; the id of that section, or "")."""
        html = self.rendered(page, undrawn(page, drawn, without))
        notes = html[html.find(FOOTNOTES) :] if FOOTNOTES in html else ""
        for piece, id in pieces(html):
            yield piece if FOOTNOTES in piece else piece + notes, id

    def spoken(self, page: Page, code: str) -> str:
        """Typst markup in the language of a page."""
        return code if page.lang == self.lang else f"#[\n#set text(lang: {string(page.lang)})\n{code}\n]"

    def sections(self, page: Page, ids: Iterable[str], shift: int) -> str:
        """The sections of a page with these ids, in the order given, under their headings."""
        found = [section for id in ids if (section := page.section(id))]
        return self.text(page, "\n\n".join(f"## {s.title} {{#{s.id}}}\n\n{s.text}" for s in found), shift)

    def start(self, id: str) -> str:
        """The place that links to the handout's own concept lead to, and what a reader must know of its page."""
        return f"#[#metadata(none)<{id}>]\n{self.marks(self.page(id))}"

    def drawing(self, concept: Concept) -> tuple[str, str]:
        """The file name and alternative text of a concept's drawing as Typst code; its colours made plain."""
        page = self.page(concept.id)
        alt = page.meta.picture if isinstance(page.meta, Pictured) else None
        colour = next((area.light for area in self.knowledge.areas if area.id == getattr(concept.meta, "area", "")), INK)
        svg = drawings.coloured(self.knowledge, concept.id, colour)
        if not alt or not svg:
            return "none", '""'
        self.images[f"{concept.id}.svg"] = svg
        return string(f"{concept.id}.svg"), string(alt)

    def marks(self, page: Page) -> str:
        """What a reader must know of a page that is in another language, or whose original has changed since."""
        if page.lang != self.lang:
            return f"#marked({string(self.words['notice']['fallback'][page.lang])})\n"
        return self.drift(page)

    def drift(self, page: Page) -> str:
        """What a page says in its own language where its original has changed since."""
        changed = stamp.drifted(self.knowledge.concepts[page.id], page)
        titles = [section.title for id in changed if (section := page.section(id)) and section.title]
        words = self.knowledge.strings[page.lang]["notice"]
        text = " ".join([words["drift"], *([words["drift_where"], ", ".join(titles)] if titles else [])])
        return self.spoken(page, f"#marked({string(text)})\n") if changed else ""

    # Last pages

    def last(self, voices: Sequence[Voice], glossary: bool) -> str:
        """Terms that the text uses, the sources, and what the handout is made from."""
        langs = [voice.lang for voice in voices]
        return "\n".join(filter(None, [self._glossary(langs) if glossary else "", self._sources(), *map(self._colophon, voices)]))

    def _glossary(self, langs: Sequence[str]) -> str:
        """In the order of the first language, each term beside its equivalents in the others."""
        terms = sorted(self._terms(), key=lambda term: alphabetical(term.wordings[self.lang].preferred, self.lang))
        rows = [[self._entry(lang, term.wordings[lang]) for lang in langs] for term in terms]
        entries = [f"({' '.join(row)})," for row in rows]
        title = string(self.words["handout"]["terms"])
        return f"#glossary({title}, ({' '.join(entries)}))" if entries else ""

    @staticmethod
    def _entry(lang: str, wording: Wording) -> str:
        return f"({string(lang)}, {string(wording.preferred)}, {string(wording.definition)}),"

    def _terms(self) -> Iterator[Term]:
        """The glossary's terms that stand in the text, inflected too."""
        texts = [f" {' '.join(map(nordic.key, nordic.words(text)))} " for text in self._texts]
        for term in self.knowledge.terms:
            wording = term.wordings[self.lang]
            names = [f" {' '.join(map(nordic.key, nordic.words(name)))} " for name in (wording.preferred, *wording.accepted)]
            if any(name in text for name in names for text in texts):
                yield term

    def _sources(self) -> str:
        """The articles that the principles here come from, each as its author, title and day."""
        ids = [id for page in self.set_pages.values() for id in self._sources_of(page)]
        facts = [self._source(id) for id in dict.fromkeys(ids)]
        return f"#sources({string(self.words['section']['sources'])}, ({' '.join(facts)}))" if facts else ""

    def _sources_of(self, page: Page) -> Sequence[str]:
        meta = self.knowledge.concepts[page.id].meta
        return meta.sources if isinstance(meta, Principle) else (page.id,) if isinstance(meta, Article) else ()

    def _source(self, id: str) -> str:
        meta = self.knowledge.concepts[id].meta
        assert isinstance(meta, Article)
        words, source = self.words["handout"], meta.source
        day = format_date(source.published, "long", locale=self.lang) if isinstance(source.published, date) else words["undated"]
        author = words["anonymous"] if source.author == UNKNOWN else source.author
        title = self.knowledge.title(id, self.lang) if source.title == UNKNOWN else source.title
        return f"({string(title)}, {string(author)}, {string(day)}, {string(self.words['language'][source.language])}),"

    @property
    def date(self) -> date:
        """The day on which the newest of the pages was last looked through."""
        metas = [self.knowledge.concepts[page.id].meta for page in self.set_pages.values()]
        return max(meta.reviewed for meta in metas if isinstance(meta, Original))

    def _colophon(self, voice: Voice) -> str:
        words = self.knowledge.strings[voice.lang]["handout"]
        text = words["as_of"].replace("{}", format_date(self.date, "long", locale=voice.lang))
        code = f"qr-{voice.lang}.svg"
        self.images[code] = segno.make(voice.url, error="m").svg_inline(scale=1, border=0, dark=INK).encode()
        says = ", ".join(map(string, (voice.lang, code, words["web"], voice.url, text, words["edition"])))
        return f"#colophon({says}, edition)"

    # A whole

    def document(
        self,
        body: Iterable[str],
        *,
        voices: Sequence[Voice],
        kicker: str,
        path: str,
        pictures: Iterable[Concept] = (),
        paper: str = "handout",
        glossary: bool = True,
        named: bool = False,
    ) -> Document:
        """The handout, ready to be set: cover and contents, the body, the last pages.

        Its cover shows the drawings of `pictures`, and room for a name and a date where it is `named`.
        """
        words = self.words["handout"]
        inside = "\n".join([*filter(None, body), self.last(voices, glossary)])
        drawn = [name for concept in pictures if (name := self.drawing(concept)[0]) != "none"]
        arguments = {
            "lang": string(self.lang),
            "voices": f"({' '.join(self._voice(voice, named) for voice in voices)})",
            "pictures": f"({' '.join(f'{name},' for name in drawn)})",
            "kicker": string(kicker),
            "author": string(self.settings.organisation),
            "words": f"({', '.join(f'{name}: {string(words[name])}' for name in ('page', 'see', 'of'))})",
            "notice": string(self._notice()),
            "reader": string(self.reader),
            "unbroken": string(unbroken(self.knowledge, self.lang)),
        }
        shown = ", ".join(f"{name}: {value}" for name, value in arguments.items())
        parts = [inside, shown, *(content.decode("utf-8", "replace") for _, content in sorted(self.images.items()))]
        edition = hashlib.sha256("\n".join(parts).encode()).hexdigest()[:8]
        code = f'#import "handout.typ": *\n#let edition = {string(edition)}\n#show: {paper}.with({shown})\n{inside}'
        return Document(path, code, self.images, self.date, {page.path: page.text for page in self.set_pages.values()})

    def _voice(self, voice: Voice, named: bool) -> str:
        words = self.knowledge.strings[voice.lang]["handout"]
        says = {"lang": voice.lang, "title": voice.title, "summary": voice.summary, "url": voice.url}
        says |= {name: words[name] for name in ("contents", "web")}
        facts = " ".join(f"({string(label)}, {string(value)})," for label, value in voice.facts)
        fields = " ".join(f"{string(words[name])}," for name in ("name", "day") if named)
        shown = ", ".join(f"{name}: {string(value)}" for name, value in says.items())
        return f"({shown}, facts: ({facts}), fields: ({fields})),"

    def _notice(self) -> str:
        """What a reader must know who gets the handout in another language."""
        return str(self.knowledge.strings[self.reader]["notice"]["fallback"][self.lang]) if self.reader != self.lang else ""

    def _label_of(self, url: str) -> str | None:
        """The label of a page of this handout, or of a section that is printed; None for what is elsewhere."""
        address, _, anchor = url.removeprefix(self.settings.site_url).partition("#")
        id = self._addresses.get(address)
        if id is None:
            return None
        return labelled(id, anchor if anchor in self.printed[id] else "")

    @cached_property
    def _addresses(self) -> Mapping[str, str]:
        return {self.knowledge.address(id, self.lang): id for id in self.printed}

    def _image(self, url: str) -> Path | None:
        path = url.removeprefix(self.settings.site_url)
        return self.settings.docs / path if url.startswith(self.settings.site_url) and path in self.knowledge.assets else None


def unbroken(knowledge: Knowledge, lang: str) -> str:
    """A pattern of the words, and beginnings of words, that Typst would break at a wrong place, as an editor lists them."""
    return "|".join(re.escape(word) for word in knowledge.unbroken.get(lang, ()) if word)
