"""The library's handouts: each workshop as a participant's booklet, in every language."""

import re
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal

import typst

from kundskab.handout.fonts import fonts
from kundskab.handout.typesetting import Typesetter, Unsettable, string
from kundskab.knowledge import Block, Concept, Knowledge, Page
from kundskab.render import Links, Place, Renderer, pieces, undrawn
from kundskab.schema import Pictured, Workshop
from kundskab.settings import Settings
from kundskab.units import duration

STANDARD: Literal["ua-1"] = "ua-1"
PRINTED = ("what", "why", "how", "ask")
"""The sections of a principle that a participant takes home."""

FACILITATOR = ("short", "online")
"""The sections of a workshop that only its facilitator needs."""


@dataclass(frozen=True, slots=True)
class Handout:
    """A PDF in one language and where it stands below the site's root."""

    id: str
    lang: str
    address: str
    pdf: bytes
    pages: int

    @property
    def kilobytes(self) -> int:
        return round(len(self.pdf) / 1000)


def handouts(settings: Settings, knowledge: Knowledge) -> Iterator[Handout]:
    """Set every handout. Raises Unsettable where a page holds what cannot be printed."""
    for concept in knowledge.of_type("workshop"):
        for lang in knowledge.languages:
            yield workshop(settings, knowledge, concept, lang)


def workshop(settings: Settings, knowledge: Knowledge, concept: Concept, lang: str) -> Handout:
    """A workshop's participant's booklet for readers of `lang`. Raises Unsettable."""
    booklet = _Booklet(settings, knowledge, concept, lang)
    try:
        pdf, pages = compile_pdf(booklet.code(), booklet.images, booklet.date)
    except typst.TypstError as error:
        raise Unsettable(f"{booklet.page.path}: the handout cannot be set: {error}; change the text that it names") from error
    return Handout(concept.id, lang, f"pdf/{lang}/{concept.id}.pdf", pdf, pages)


def compile_pdf(code: str, images: dict[str, bytes], day: date) -> tuple[bytes, int]:
    """PDF/UA-1 from Typst code and the images it names, dated `day`; and its number of pages.

    Raises typst.TypstError, also for what Typst only warns of (a missing glyph, an unknown font).
    """
    stamp = datetime(day.year, day.month, day.day, tzinfo=UTC)
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "handout.typ").write_text((files(__package__) / "handout.typ").read_text("utf-8"), "utf-8")
        (root / "main.typ").write_text(code, "utf-8")
        for name, content in images.items():
            (root / name).write_bytes(content)
        compiler = typst.Compiler(str(root / "main.typ"), root=str(root), font_paths=fonts(), package_path=str(root / "none"))
        pdf, warnings = compiler.compile_with_warnings(format="pdf", pdf_standards=[STANDARD], timestamp=int(stamp.timestamp()))
        if warnings:
            raise typst.TypstError("; ".join(str(warning.message) for warning in warnings), "")
        pages = int(compiler.query("<page-count>", field="value", one=True).strip('"'))
    assert isinstance(pdf, bytes)
    return pdf, pages


class _Booklet:
    """One booklet as Typst code: collected first, then set. It is in the language of the workshop's page throughout."""

    def __init__(self, settings: Settings, knowledge: Knowledge, concept: Concept, lang: str) -> None:
        self.settings, self.knowledge, self.concept, self.reader = settings, knowledge, concept, lang
        self.page = knowledge.page(concept.id, lang)
        self.lang = self.page.lang
        self.principles = knowledge.linked(concept.id, "principle")
        self.words: dict[str, Any] = {**knowledge.strings[self.lang]}
        self.renderer = Renderer(settings.extensions, Links(knowledge, href=lambda place, address: settings.site_url + address))
        self.images: dict[str, bytes] = {}
        self.date = max(page.reviewed for page in (concept.meta, *(p.meta for p in self.principles)))

    def code(self) -> str:
        text = undrawn(self.page, ("agenda",), without=FACILITATOR)
        body = [self._section(html, drawn) for html, drawn in pieces(self._html(self.page, text))]
        principles = [self._principle(concept) for concept in self.principles]
        head = f"#pagebreak(weak: true)\n#heading(level: 1, {string(self.words['handout']['principles'])})" if principles else ""
        count = "#context [#metadata(counter(page).final().first()) <page-count>]"
        return "\n".join([self._preamble(), *body, head, *principles, count])

    def _preamble(self) -> str:
        words = self.words["handout"]
        meta, prepared = self.concept.meta, self.page.meta
        assert isinstance(meta, Workshop)
        labels = self.words["workshop"]
        pairs = [
            (labels["time"], duration(meta.minutes, self.lang)),
            (labels["people"], f"{meta.people[0]}–{meta.people[1]}"),
            (labels["room"], getattr(prepared, "room", "")),
            (labels["material"], "; ".join(getattr(prepared, "material", ()))),
        ]
        named = {name: words[name] for name in ("page", "of", "contents", "web")}
        arguments = {
            "title": string(self.page.meta.title),
            "lang": string(self.page.lang),
            "summary": string(self.page.meta.summary),
            "kicker": string(words["kicker"]),
            "author": string(self.settings.organisation),
            "words": f"({', '.join(f'{name}: {string(text)}' for name, text in named.items())})",
            "notice": string(self._notice()),
            "reader": string(self.reader),
            "url": string(self.settings.site_url + self.knowledge.address(self.concept.id, self.lang)),
            "facts-of": f"({' '.join(f'({string(label)}, {string(value)}),' for label, value in pairs)})",
        }
        shown = ", ".join(f"{name}: {value}" for name, value in arguments.items())
        return f'#import "handout.typ": *\n#show: handout.with({shown})\n#pagebreak()'

    def _notice(self) -> str:
        """What a reader must know who gets the booklet in another language."""
        return str(self.knowledge.strings[self.reader]["notice"]["fallback"][self.lang]) if self.reader != self.lang else ""

    def _section(self, html: str, drawn: str) -> str:
        code = self._setter(self.page, shift=0).set(html)
        return code + "".join("\n" + self._block(block) for block in self.knowledge.blocks(self.page)) if drawn else code

    def _block(self, block: Block) -> str:
        clock, minutes = f"{block.start // 60}:{block.start % 60:02d}", f"{block.slot.minutes} {self.words['unit']['minutes']}"
        setter = self._setter(self.page, shift=0)
        label = f"<{setter.label(block.slot.id)}>"
        code = [f"#slot({string(clock)}, {string(minutes)}, {string(block.title)}, {label})"]
        goal = setter.set(self._html(self.page, block.parts.get("goal", "")))
        code.append(f"#purpose({string(self.words['part']['goal'])})[{goal}]" if goal else "")
        code.append(setter.set(self._html(self.page, block.parts.get("do", ""))))
        if block.slot.lines:
            label = f"{self.words['handout']['notes']}: {block.title}"
            code.append(f"#writing({string(label)}, {block.slot.lines})")
        return "\n".join(filter(None, code))

    def _principle(self, concept: Concept) -> str:
        page = self.knowledge.page(concept.id, self.lang)
        setter = self._setter(page, shift=2)
        drawing, alt = self._drawing(concept, page)
        text = "\n\n".join(
            f"## {section.title} {{#{section.id}}}\n\n{section.text}" for id in PRINTED if (section := page.section(id))
        )
        first = "true" if concept is self.principles[0] else "false"
        title, summary = string(page.meta.title), string(page.meta.summary)
        head = f"#principle({title}, <{concept.id}>, {summary}, {drawing}, {alt}, {first})"
        code = f"{head}\n{setter.set(self._html(page, text))}"
        return code if page.lang == self.lang else f"#[\n#set text(lang: {string(page.lang)})\n{code}\n]"

    def _drawing(self, concept: Concept, page: Page) -> tuple[str, str]:
        """The file name and alternative text of a principle's drawing as Typst code; its colours made plain."""
        path = self.settings.docs / "assets" / "pictures" / f"{concept.id}.svg"
        alt = page.meta.picture if isinstance(page.meta, Pictured) else None
        if not alt or not path.is_file():
            return "none", '""'
        area = next(area for area in self.knowledge.areas if area.id == getattr(concept.meta, "area", ""))
        svg = re.sub(r'(class="k-fill"[^>]*?fill=")[^"]*', rf"\g<1>{area.light}", path.read_text("utf-8"))
        name = f"{concept.id}.svg"
        self.images[name] = svg.replace("currentColor", "#27231d").encode()
        return string(name), string(alt)

    def _html(self, page: Page, text: str) -> str:
        return self.renderer.html(text, Place(page, self.lang, self.knowledge.address(page.id, self.lang)))

    def _setter(self, page: Page, shift: int) -> Typesetter:
        return Typesetter(page.path, page.id, shift, self._label_of, self._image, self._anchors(page), self.images)

    def _anchors(self, page: Page) -> set[str]:
        """The ids of a page that this booklet prints."""
        if page.id != self.concept.id:
            return set(PRINTED)
        slots = {block.slot.id for block in self.knowledge.blocks(page)}
        return slots | {s.id for s in page.body.sections if s.level == 2 and s.id not in FACILITATOR}

    def _label_of(self, url: str) -> str | None:
        """The label of a page of this booklet, or of a section that is printed; None for what is elsewhere."""
        address, _, anchor = url.removeprefix(self.settings.site_url).partition("#")
        here = {self.knowledge.address(c.id, self.lang): c for c in (self.concept, *self.principles)}
        if (concept := here.get(address)) is None:
            return None
        if anchor in self._anchors(self.knowledge.page(concept.id, self.lang)):
            return f"{concept.id}--{anchor}"
        return None if concept is self.concept else concept.id

    def _image(self, url: str) -> Path | None:
        return self.settings.docs / url.removeprefix(self.settings.site_url) if url.startswith(self.settings.site_url) else None
