"""Rules that keep content content: drawings are shapes, pages are Markdown, and nothing in them acts or asks elsewhere."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from kundskab import markup
from kundskab.concepts import Page
from kundskab.problems import Problem
from kundskab.tree import Tree

if TYPE_CHECKING:
    from lxml.etree import _Element

SHAPES = {"svg", "g", "path", "circle", "rect", "line", "polyline", "polygon", "ellipse", "title", "desc", "defs", "clipPath"}
"""What a drawing may be made of: it stands inside pages, so it can hold nothing that acts."""

ALLOWED = {"br", "kbd", "abbr", "sub", "sup", "mark", "small"}
TAG = re.compile(r"<(/?[A-Za-z][\w-]*)(\s[^>]*)?>|<!--")
ATTRIBUTES = re.compile(r"\{:?[^}\n]*\b(on\w+|style|srcset|href|src)\s*=[^}\n]*\}")
ACTIVE = re.compile(r"\]\(\s*<?(?!https?:|mailto:|tel:)([a-z][a-z0-9+.-]*:)", re.I)
OUTSIDE = re.compile(r"!\[[^\]]*\]\(\s*<?(https?:)?//")
CONFLICT = re.compile(r"^(<{7}|>{7}|={7}$)")
SIGNS = ("<", ">" * 7, "=" * 7)
"""One of them is in all text that has a tag or a conflict."""


def drawings(tree: Tree) -> Iterator[Problem]:
    """Drawings are SVG made of shapes alone."""
    for path in sorted(tree.pictures.glob("*.svg")) if tree.pictures.is_dir() else ():
        from lxml import etree  # takes its time

        name = path.relative_to(tree.docs).as_posix()
        try:
            root = etree.fromstring(path.read_bytes(), etree.XMLParser(resolve_entities=False, no_network=True))
        except etree.XMLSyntaxError as error:
            yield Problem(name, error.lineno or 1, "drawing", f"not XML: {error.msg}", "save it as plain SVG")
            continue
        for element in root.iter():
            shape = etree.QName(element).localname if isinstance(element.tag, str) else "a comment or an instruction"
            if shape not in SHAPES:
                yield Problem(name, _line(element), "drawing", f"<{shape}>", f"draw with {', '.join(sorted(SHAPES))} alone")
            for attribute in map(str, element.attrib) if isinstance(element.tag, str) else ():
                if re.match(r"on|style$|.*href$", attribute):
                    yield Problem(name, _line(element), "drawing", f"the attribute {attribute}", "remove it")


def _line(element: "_Element") -> int:
    return element.sourceline if isinstance(element.sourceline, int) else 1


def plain_markdown(tree: Tree, page: Page) -> Iterator[Problem]:
    """A page is Markdown: no HTML but a few inline elements, nothing that acts, nothing from another server."""
    bare = markup.without_code(page.text)
    if not any(sign in bare for sign in SIGNS) and not any(form.search(bare) for form in (ATTRIBUTES, ACTIVE, OUTSIDE)):
        return
    for index, line in enumerate(bare.split("\n")):
        for message, remedy in _foreign(line):
            yield Problem(page.path, page.text_line + index, "text", message, remedy)


def _foreign(line: str) -> Iterator[tuple[str, str]]:
    for match in TAG.finditer(line):
        name = (match[1] or "!--").lstrip("/").lower()
        if name not in ALLOWED or match[2]:
            yield f"HTML: <{name}>", "write it as Markdown"
    if attribute := ATTRIBUTES.search(line):
        yield f"the attribute {attribute[1]}", "remove it; ids and classes are all that text may carry"
    if scheme := ACTIVE.search(line):
        yield f'a link that begins with "{scheme[1]}"', "link to https:, mailto: or tel:"
    if OUTSIDE.search(line):
        yield "a picture from another server", "copy it to docs/assets"
    if CONFLICT.match(line):
        yield "a mark that a merge left behind", "choose one of the two texts and remove the marks"


def borders(tree: Tree, page: Page) -> Iterator[Problem]:
    """A link in a table leaves the table its borders."""
    for index, line in enumerate(markup.without_code(page.text).split("\n")) if "[[" in page.text else ():
        if "[[" in line and line.lstrip().startswith("|") and re.search(r"\[\[[^\]|\\]*\|", line):
            message = "a | inside [[…]] in a table"
            yield Problem(page.path, page.text_line + index, "text", message, "write it \\|, or the table takes it for a border")


PAGE_RULES = (plain_markdown, borders)
TREE_RULES = (drawings,)
