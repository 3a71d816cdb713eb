"""Markdown to HTML, with links between concepts: one renderer for pages and handouts.

A page's Markdown may have sections that its template draws from the model (relations, days, an agenda). They are
taken out before rendering (`undrawn`), and the place where each stood is found again afterwards (`pieces`).
"""

import posixpath
import re
import xml.etree.ElementTree as etree
from bisect import bisect
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any, TypeGuard

import markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import ETX, STX, AtomicString

from kundskab import markup
from kundskab.concepts import Page
from kundskab.glossing import Glossing, Use
from kundskab.knowledge import Knowledge
from kundskab.lean import Markdown

MARKER = re.compile(r"<!-- drawn: ([\w-]+) -->")
RESOLVED = "data-resolved"
"""Marks a link that is already a URL while Markdown is being read; gone from the result."""

FOOTNOTES = '<div class="footnote">'
SECTION = re.compile(r"(?=<h2\b)")

GLOSSARY = "glossary"
UNEXPLAINED = {"a", "code", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "th", "dt", "svg", "summary"}
STASHED = STX
"""Begins what Python-Markdown keeps aside: an address for mail, an entity, HTML."""
ADDRESS = re.compile(r"\S*?(?:://|@|\w\.\w)")
BREAK = " " * 3
"""Between texts that are read as one: more than stands between the words of a term."""

EXTERNAL = re.compile(r"[a-z][a-z0-9+.-]*:|//|/|#")


@dataclass(frozen=True, slots=True)
class Place:
    """Where Markdown is being read: a page's text, by a reader of `lang`, at an address below the site's root."""

    page: Page
    lang: str
    address: str


def relative(address: str, start: str) -> str:
    """The way from one address below the site's root to another, as a relative URL."""
    steps, here = address.split("/"), start.split("/")
    common = 0
    while common < min(len(steps), len(here)) - 1 and steps[common] == here[common]:
        common += 1
    way = "../" * (len(here) - 1 - common) + "/".join(steps[common:])
    return way if way and way[0] != "#" else f"./{way}"


class Links(Extension):
    """`[[id#section|words]]`, and relative links to pages and files, for the place that was `enter`ed last."""

    def __init__(self, knowledge: Knowledge, href: Callable[[Place, str], str] | None = None) -> None:
        super().__init__()
        self.knowledge = knowledge
        self.place: Place | None = None
        self._href = href or (lambda place, address: relative(address, place.address))

    def enter(self, place: Place) -> None:
        self.place = place

    @property
    def spoken(self) -> str:
        """The language of the text that is being read."""
        assert self.place
        return self.place.page.lang

    @property
    def has_glossary(self) -> bool:
        """Whether there is a glossary, and it is not what is being read."""
        return GLOSSARY in self.knowledge.concepts and self.place is not None and self.place.page.id != GLOSSARY

    def extendMarkdown(self, md: markdown.Markdown) -> None:
        md.inlinePatterns.register(_Crosslink(self, md), "crosslink", 185)  # before escapes (180), after code (190)
        md.treeprocessors.register(_Relative(self, md), "relative", 10)  # before MkDocs' own (0)

    def href(self, address: str) -> str:
        assert self.place
        return self._href(self.place, address)

    def to_concept(self, id: str, anchor: str | None, lang: str | None = None) -> str:
        assert self.place
        address = self.knowledge.address(id, lang or self.place.lang)
        return self.href(address + (f"#{anchor}" if anchor else ""))

    def to_path(self, link: str) -> str:
        """The URL of a relative link in the page's file: to a page's concept, or to a file of the tree."""
        assert self.place
        path, _, anchor = link.partition("#")
        target = posixpath.normpath(posixpath.join(posixpath.dirname(self.place.page.path), path))
        if not target.endswith(".md"):
            return self.href(target)
        lang = target.partition("/")[0]
        id = posixpath.basename(target).removesuffix(".md")
        return self.to_concept(id, anchor, None if lang == self.place.page.lang else lang)


class _Crosslink(InlineProcessor):
    def __init__(self, links: Links, md: markdown.Markdown) -> None:
        super().__init__(markup.CROSSLINK.pattern, md)
        self.links = links

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[etree.Element, int, int]:  # type: ignore[override]
        place, knowledge = self.links.place, self.links.knowledge
        assert place
        id = m[1]
        link = etree.Element("a", {"href": self.links.to_concept(id, m[2])})
        link.set(RESOLVED, "")
        if knowledge.concepts[id].type == "principle":
            link.set("data-preview", "")
        link.text = AtomicString(m[3] or knowledge.title(id, place.page.lang))
        if not m[3] and (lang := knowledge.page(id, place.page.lang).lang) != place.page.lang:
            link.set("lang", lang)
        return link, m.start(0), m.end(0)


class _Relative(Treeprocessor):
    def __init__(self, links: Links, md: markdown.Markdown) -> None:
        super().__init__(md)
        self.links = links

    def run(self, root: etree.Element) -> None:
        for element, name in ((e, n) for e in root.iter() for n in ("href", "src") if n in e.attrib):
            link = element.attrib[name]
            if element.attrib.pop(RESOLVED, None) is None and link and not EXTERNAL.match(link) and STASHED not in link:
                element.set(name, self.links.to_path(link))


class Explained(Extension):
    """Links the first use of each of the glossary's terms in a text to its entry; not in headings, links or code."""

    def __init__(self, links: Links) -> None:
        super().__init__()
        self.links = links
        self._glossings: dict[str, Glossing] = {}

    def extendMarkdown(self, md: markdown.Markdown) -> None:
        md.treeprocessors.register(_Terms(self, md), "terms", 5)  # after the links

    def uses(self, text: str) -> Iterator[Use]:
        lang = self.links.spoken
        if lang not in self._glossings:
            self._glossings[lang] = Glossing(self.links.knowledge, lang)
        return self._glossings[lang].uses(text)


class _Terms(Treeprocessor):
    def __init__(self, explained: Explained, md: markdown.Markdown) -> None:
        super().__init__(md)
        self.explained = explained

    def run(self, root: etree.Element) -> None:
        """All texts are read as one, in their order."""
        if not self.explained.links.has_glossary:
            return
        found = list(_texts(root))
        text = BREAK.join(one.text for one in found)
        starts = list(accumulate((len(one.text) + len(BREAK) for one in found), initial=0))
        glossary, seen = self.explained.links.to_concept(GLOSSARY, None), set[str]()
        for use in self.explained.uses(text):
            if use.term not in seen and not _is_cut(text, use) and not _is_in_address(text, use):
                seen.add(use.term)
                number = bisect(starts, use.start) - 1
                found[number].link(use.start - starts[number], use.end - starts[number], f"{glossary}#{use.term}")


@dataclass(slots=True)
class _Text:
    """Running text: what an element begins with, or what follows a child of it; `start` of it is behind the last link."""

    text: str
    element: etree.Element
    before: etree.Element | None
    start: int = 0

    def link(self, start: int, end: int, href: str) -> None:
        """Make a link of a part."""
        link = etree.Element("a", {"class": "k-term", "href": href})
        link.text, link.tail = AtomicString(self.text[start:end]), self.text[end:]
        if self.before is None:
            self.element.text = self.text[self.start : start]
            self.element.insert(0, link)
        else:
            self.before.tail = self.text[self.start : start]
            self.element.insert(list(self.element).index(self.before) + 1, link)
        self.before, self.start = link, end


def _texts(element: etree.Element) -> Iterator[_Text]:
    """The running text of an element, in reading order."""
    if element.tag in UNEXPLAINED or "admonition-title" in element.get("class", ""):
        return
    if _is_running(element.text):
        yield _Text(element.text, element, None)
    for child in element:
        yield from _texts(child)
        if _is_running(child.tail):
            yield _Text(child.tail, element, child)


def _is_running(text: str | None) -> TypeGuard[str]:
    return text is not None and bool(text.strip()) and not isinstance(text, AtomicString)


def _is_cut(text: str, use: Use) -> bool:
    """Whether the rest of the word is kept aside."""
    return text[use.start - 1 : use.start] == ETX or text[use.end : use.end + 1] == STX


def _is_in_address(text: str, use: Use) -> bool:
    start = use.start + 1 - len(text[: use.start + 1].rsplit(None, 1)[-1])
    return ADDRESS.match(text, start) is not None


class Unreadable(Exception):
    """A page that Python-Markdown, or an extension, fails on; names it, and says how to mend it."""


def converted(md: markdown.Markdown, text: str, place: Place) -> str:
    """Markdown as HTML, by an object that is used again and again. Raises Unreadable."""
    try:
        return md.reset().convert(text)
    except Exception as error:  # whatever an extension fails with
        fault = f"{place.page.path}: cannot be read as Markdown ({type(error).__name__}: {error})"
        raise Unreadable(f"{fault}; write what is unusual in it more simply") from error


def extensions_of(entries: Sequence[str | dict[str, Any]]) -> tuple[list[str], dict[str, dict[str, Any]]]:
    """The names and the options of Markdown extensions as mkdocs.yml lists them."""
    names = [name for entry in entries for name in ([entry] if isinstance(entry, str) else entry)]
    return names, {name: dict(entry[name] or {}) for entry in entries if isinstance(entry, dict) for name in entry}


class Renderer:
    """Renders pieces of pages with the extensions of mkdocs.yml and `links`; one Markdown object, reset between texts.

    Without `toc`: a piece has no table of contents, and no permalinks.
    """

    def __init__(self, extensions: Sequence[str | dict[str, Any]], links: Links) -> None:
        self.links = links
        names, configs = extensions_of(extensions)
        self._markdown = Markdown(extensions=[*(name for name in names if name != "toc"), links], extension_configs=configs)

    def html(self, text: str, place: Place) -> str:
        """Markdown as HTML blocks. Raises Unreadable."""
        self.links.enter(place)
        return converted(self._markdown, text, place)

    def inline(self, text: str, place: Place) -> str:
        """One paragraph of Markdown as HTML without the paragraph around it."""
        return self.html(text, place).removeprefix("<p>").removesuffix("</p>")


def undrawn(page: Page, drawn: Collection[str], without: Collection[str] = ()) -> str:
    """A page's Markdown with the text of each drawn `##` section replaced by a marker; those of `without` left out."""
    lines = page.text.split("\n")
    first = page.text_line
    headings = [(section.line - first, section.id) for section in page.body.sections if section.level == 2]
    end = len(lines)
    for start, id in reversed(headings):
        if id in without:
            del lines[start:end]
        elif id in drawn:
            lines[start + 1 : end] = ["", f"<!-- drawn: {id} -->", ""]
        end = start
    return "\n".join(lines)


def sections(html: str) -> list[str]:
    """Rendered HTML cut before each `##` heading, where it has no footnotes, which belong to all of it."""
    return [html] if FOOTNOTES in html else SECTION.split(html)


def pieces(html: str) -> list[tuple[str, str]]:
    """Rendered HTML cut at the markers: (HTML, id of the drawn section that follows it, "" after the last)."""
    found = MARKER.split(html)
    return list(zip(found[::2], [*found[1::2], ""], strict=True))
