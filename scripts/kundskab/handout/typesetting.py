"""Rendered HTML as Typst code.

All text becomes Typst string literals, so that a page can never become code. What Typst cannot set (an element
that Markdown does not make, an image that is missing) raises Unsettable with the page's path.
"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.html import HtmlElement as Element

SPACE = re.compile(r"[ \t\r\n\f]+")
UNIT = re.compile(r"(?<=\d) (?=(?:%|kr|min|km|år|dage|dager|dagar|timer|timmar|minut|procent|prosent|mio|mill)\b|%)")
"""Where a line must not break between a number and its unit."""
MOST_COLUMNS = 12
NO_LABEL = re.compile(r"[^\w.-]")
DROPPED = ".//a[contains(@class, 'headerlink')] | .//a[contains(@class, 'footnote-backref')]"
INLINE = {"strong": "strong", "b": "strong", "em": "emph", "i": "emph", "del": "strike", "s": "strike", "sub": "sub"}
INLINE |= {"sup": "super", "mark": "highlight", "u": "underline", "ins": "underline", "small": "small"}
PASSED = {"span", "abbr", "q", "cite", "kbd", "time", "label", "var", "dfn"}
SECTIONING = {"div", "section", "article", "figure", "header", "body"}
BLOCKS = SECTIONING | {"p", "ul", "ol", "dl", "table", "blockquote", "pre", "hr", "details", "h1", "h2", "h3", "h4", "h5", "h6"}
IMAGES = {".svg", ".png", ".jpg", ".jpeg", ".gif", ".webp"}


class Unsettable(ValueError):
    """Content that cannot be set; names the page and what it is."""


def string(text: str) -> str:
    """A Typst string literal."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return f'"{escaped}"'


def labelled(prefix: str, id: str) -> str:
    """The name of a label: of letters, digits and a few signs, whatever the id holds."""
    return NO_LABEL.sub("-", f"{prefix}--{id}" if id else prefix)


def words(text: str) -> str:
    """Running text as Typst markup, ended so that nothing that follows can belong to it."""
    return f"#{string(text)};" if text else ""


@dataclass
class Typesetter:
    """Sets the HTML of one page.

    `page` is its path, for messages; `prefix` makes its ids unique in the document; `shift` is added to the level of
    its headings (h2 is level 1 before it); `home` is where the site's own addresses begin; `label_of` gives the label of a URL that is in the document; `image` gives
    the file behind an image's URL, or None; `anchors` are the ids of this
    page that are in the document; the images that the code names are put into `images`.
    """

    page: str
    prefix: str
    shift: int
    home: str
    label_of: Callable[[str], str | None]
    image: Callable[[str], Path | None]
    anchors: Collection[str]
    images: dict[str, bytes] = field(default_factory=dict)
    _notes: "Mapping[str, Element]" = field(default_factory=dict)
    _noted: set[str] = field(default_factory=set)

    def set(self, html: str) -> str:
        """Typst code of a piece of HTML."""
        if not html.strip():
            return ""
        from lxml.html import fragment_fromstring  # takes its time

        root = fragment_fromstring(html, create_parent="div")
        for dropped in root.xpath(DROPPED):
            dropped.drop_tree()
        notes = root.xpath(".//div[@class='footnote']")
        self._notes = {str(item.get("id")): item for note in notes for item in note.iter("li")}
        for note in notes:
            note.drop_tree()
        return "\n".join(self._blocks(root))

    # Blocks

    def _blocks(self, parent: "Element") -> Iterator[str]:
        run = [self._text(parent.text)]
        for child in parent:
            if isinstance(child.tag, str) and child.tag in BLOCKS:
                yield from self._paragraph(run)
                run = []
                yield self._block(child)
            elif isinstance(child.tag, str):
                run.append(self._inline(child))
            run.append(self._text(child.tail))
        yield from self._paragraph(run)

    def _paragraph(self, run: list[str]) -> Iterator[str]:
        code = "".join(run)
        if code.replace('#" ";', "").strip():
            yield f"#par[{code}]"

    def _block(self, element: "Element") -> str:
        tag, classes = element.tag, (element.get("class") or "").split()
        if tag == "p":
            return self._set_paragraph(element)
        if tag == "details" or "admonition" in classes:
            return self._admonition(element, classes)
        if re.fullmatch("h[1-6]", tag):
            return self._heading(element, int(tag[1]))
        settings: dict[str, Callable[[Element], str]] = {
            "ul": self._list,
            "ol": self._list,
            "dl": self._definitions,
            "table": self._table,
            "blockquote": lambda e: f"#quote(block: true)[{self._inside(e)}]",
            "pre": lambda e: f"#raw(block: true, {string(e.text_content().rstrip())})",
            "hr": lambda e: "#rule()",
        }
        return settings[tag](element) if tag in settings else self._inside(element)

    def _inside(self, element: "Element") -> str:
        return "\n".join(self._blocks(element))

    def _set_paragraph(self, element: "Element") -> str:
        alone = len(element) == 1 and not (element.text or "").strip() and not (element[0].tail or "").strip()
        if alone and element[0].tag == "img":
            return self._image(element[0], block=True)
        return f"#par[{self._content(element)}]"

    def _heading(self, element: "Element", level: int) -> str:
        label = f" <{self.label(str(element.get('id')))}>" if element.get("id") else ""
        return f"#heading(level: {max(1, level - 1 + self.shift)})[{self._content(element)}]{label}"

    def _admonition(self, element: "Element", classes: list[str]) -> str:
        title = element.find("summary") if element.tag == "details" else element.find("p[@class='admonition-title']")
        head = self._content(title) if title is not None else ""
        if title is not None:
            title.drop_tree()
        kind = next((name for name in classes if name != "admonition"), "note")
        return f"#admonition({string(kind)}, [{head}])[{self._inside(element)}]"

    def _list(self, element: "Element") -> str:
        items = ", ".join(f"[{self._item(item)}]" for item in element if item.tag == "li")
        start = f"start: {int(element.get('start'))}, " if element.get("start") else ""
        return f"#{'list' if element.tag == 'ul' else 'enum'}({start}{items})"

    def _item(self, item: "Element") -> str:
        """A tight item's text stands without a paragraph, so that the list stays tight."""
        parts = list(self._blocks(item))
        if parts and not item.xpath("./p") and parts[0].startswith("#par["):
            parts[0] = parts[0].removeprefix("#par[").removesuffix("]")
        return "\n".join(parts)

    def _definitions(self, element: "Element") -> str:
        code, term = [], ""
        for child in element:
            if child.tag == "dt":
                term = self._content(child)
            elif child.tag == "dd":
                code.append(f"terms.item([{term}], [{self._item(child)}])")
        return f"#terms({', '.join(code)})"

    def _table(self, element: "Element") -> str:
        rows = [[cell for cell in row if cell.tag in ("th", "td")] for row in element.iter("tr")]
        head = [row for row in rows if row and all(cell.tag == "th" for cell in row)]
        if not head:
            raise Unsettable(f"{self.page}: a table without a head; give its first row names")
        if len(head[0]) > MOST_COLUMNS:
            raise Unsettable(f"{self.page}: a table of {len(head[0])} columns; paper has room for {MOST_COLUMNS}, so split it")
        aligns = [align if (align := cell.get("align")) in ("center", "right") else "left" for cell in head[0]]
        widths = [max(len(row[i].text_content()) for row in rows if i < len(row)) for i in range(len(head[0]))]
        columns = ", ".join("auto" if width <= 12 else f"{min(width, 60)}fr" for width in widths)
        cells = [f"[{self._content(cell)}]" for row in rows if row not in head for cell in row]
        heads = [f"[{self._content(cell)}]" for cell in head[0]]
        return f"#datatable(({columns},), ({', '.join(aligns)},), ({', '.join(heads)},), {', '.join(cells)})"

    # Inline

    def _content(self, element: "Element") -> str:
        parts = [self._text((element.text or "").lstrip())]
        for child in element:
            parts.append(self._inline(child) if isinstance(child.tag, str) else "")
            parts.append(self._text(child.tail))
        code = "".join(parts)
        return code[:-3] + '";' if code.endswith(' ";') else code

    def _text(self, text: str | None) -> str:
        return words(UNIT.sub("\u00a0", SPACE.sub(" ", text or "")))

    def _inline(self, element: "Element") -> str:
        tag = element.tag
        if tag == "sup" and (reference := element.find("a[@class='footnote-ref']")) is not None:
            return self._footnote(str(reference.get("href")).removeprefix("#"))
        if tag in INLINE:
            return f"#{INLINE[tag]}[{self._content(element)}];"
        if tag == "a":
            return self._link(element)
        if tag == "code":
            return f"#raw({string(element.text_content())});"
        if tag == "br":
            return "#linebreak();"
        if tag == "img":
            return self._image(element, block=False)
        if tag in PASSED:
            return self._content(element)
        raise Unsettable(f"{self.page}: <{tag}> cannot be printed; write it as Markdown")

    def _footnote(self, id: str) -> str:
        label = self.label(id)
        if label in self._noted:
            return f"#footnote(<{label}>);"
        if id not in self._notes:
            raise Unsettable(f"{self.page}: the footnote {id} has no text")
        self._noted.add(label)
        note = " ".join(self._content(p) for p in self._notes[id].iter("p")).replace("#external(", "#elsewhere(")
        return f"#[#footnote[{note}] <{label}>];"

    def _link(self, element: "Element") -> str:
        href, content = str(element.get("href") or ""), self._content(element)
        if label := self._internal(href):
            return f"#internal(<{label}>)[{content}];"
        if href.startswith("#"):
            return content
        if element.xpath("ancestor::h1 | ancestor::h2 | ancestor::h3 | ancestor::h4"):
            return content
        return f"#{'elsewhere' if href.startswith(self.home) else 'external'}({string(href)})[{content}];"

    def _internal(self, href: str) -> str | None:
        if href.startswith("#"):
            return self.label(href[1:]) if href[1:] in self.anchors else None
        return self.label_of(href)

    def label(self, id: str) -> str:
        """The label of an id of this page."""
        return labelled(self.prefix, id)

    def _image(self, element: "Element", block: bool) -> str:
        url, alt = str(element.get("src") or ""), str(element.get("alt") or "")
        path = self.image(url)
        if path is None or not path.is_file():
            raise Unsettable(f"{self.page}: the image {url} is missing")
        if path.suffix.lower() not in IMAGES:
            raise Unsettable(f"{self.page}: {url} is not an image that can be printed; use {', '.join(sorted(IMAGES))}")
        if not alt:
            raise Unsettable(f"{self.page}: the image {url} has no alternative text; write ![what one sees]({url})")
        name = f"image-{len(self.images) + 1}{path.suffix.lower()}"
        self.images[name] = path.read_bytes()
        return f"#{'picture' if block else 'inlinepicture'}({string(name)}, {string(alt)});"
