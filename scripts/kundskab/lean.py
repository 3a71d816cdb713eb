"""Python-Markdown that looks only for what stands in a text; more than a third of its time went into looking for what does not."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache, cached_property
from importlib import import_module
from importlib.util import find_spec
from typing import Any, ClassVar, Self
from xml.etree.ElementTree import HTML_EMPTY, Element

import markdown
from markdown.blockparser import BlockParser
from markdown.blockprocessors import BlockProcessor
from markdown.extensions import Extension
from markdown.serializers import RE_AMP
from markdown.treeprocessors import InlineProcessor, UnescapeTreeprocessor
from markdown.util import AtomicString

BEGINNINGS = {
    "admonition": "! ",
    "empty": "\n",
    "indent": " ",
    "defindent": " ",
    "code": " ",
    "hashheader": "#",
    "setextheader": "=-",
    "hr": "-_*",
    "ulist": "*+-",
    "deflist": ":",
    "quote": ">",
    "footnote": "[",
    "reference": "[",
}
"""What a block, or a line of it that may be set in, begins with if it is of a kind; a kind that is not named here is always tried."""
BEGUN = frozenset("".join(BEGINNINGS.values()))

SIGNS = {
    "backtick": ("`",),
    "crosslink": ("[[",),
    "escape": ("\\",),
    "footnote": ("[^",),
    "reference": ("[",),
    "link": ("[",),
    "image_link": ("![",),
    "image_reference": ("![",),
    "short_reference": ("[",),
    "short_image_ref": ("![",),
    "autolink": ("<",),
    "automail": ("<",),
    "linebreak": ("  \n",),
    "html": ("<",),
    "entity": ("&",),
    "em_strong": ("*", "_"),
}
"""One or two signs of which one must stand in a text for a pattern to match; a pattern that is not named here is always tried."""


def xhtml(root: Element) -> str:
    """As `markdown.serializers.to_xhtml_string` writes HTML that has no elements of other kinds in it, and no scripts."""
    parts: list[str] = []
    _write(root, parts.append)
    return "".join(parts)


def _write(element: Element, write: Callable[[str], None]) -> None:
    tag = element.tag
    write(f"<{tag}")
    for name, value in sorted(element.items()):
        write(f" {name}" if value is None else f' {name}="{_escaped(value, quoted=True)}"')
    if tag in HTML_EMPTY:
        write(" />")
    else:
        write(">")
        if text := element.text:
            write(_escaped(text))
        for child in element:
            _write(child, write)
        write(f"</{tag}>")
    if tail := element.tail:
        write(_escaped(tail))


def _escaped(text: str, quoted: bool = False) -> str:
    if "&" in text:
        text = RE_AMP.sub("&amp;", text)
    if "<" in text:
        text = text.replace("<", "&lt;")
    if ">" in text:
        text = text.replace(">", "&gt;")
    return text.replace('"', "&quot;") if quoted else text


class Markdown(markdown.Markdown):
    """The same HTML as from all of it."""

    output_formats: ClassVar = {**markdown.Markdown.output_formats, "xhtml": xhtml}

    def build_extension(self, ext_name: str, configs: Mapping[str, Any]) -> Extension:
        """Python-Markdown's own by its name, without asking all that is installed, which takes as long as ten pages."""
        own = f"markdown.extensions.{ext_name}"
        if "." in ext_name or not find_spec(own):
            return super().build_extension(ext_name, configs)
        extension: Extension = import_module(own).makeExtension(**configs)
        return extension

    def build_parser(self) -> Self:
        super().build_parser()
        self.is_block_level = cache(self.is_block_level)  # type: ignore[method-assign]  # is asked all the time
        blocks, inline = _Blocks(self), _Inline(self)
        blocks.blockprocessors = self.parser.blockprocessors
        for processor in blocks.blockprocessors:
            processor.parser = blocks
        self.parser = blocks
        self.treeprocessors.register(inline, "inline", 20)
        self.treeprocessors.register(_Unescape(inline), "unescape", 0)
        return self


class _Blocks(BlockParser):
    """Tries what a block may be by how its lines begin: a search for a line that begins so looks at each character."""

    def __init__(self, md: markdown.Markdown) -> None:
        super().__init__(md)
        self._tried = cache(self._to_try)

    def parseBlocks(self, parent: Element, blocks: list[str]) -> None:
        while blocks:
            begun = {line.lstrip(" ")[:1] for line in blocks[0].split("\n")}
            begun.add(blocks[0][:1] or "\n")
            for processor in self._tried(BEGUN.intersection(begun)):
                if processor.test(parent, blocks[0]) and processor.run(parent, blocks) is not False:
                    break

    def _to_try(self, begun: frozenset[str]) -> Sequence[BlockProcessor]:
        """What a block may be in which lines begin so."""
        kinds = self.blockprocessors
        excluded = [kinds[name] for name, signs in BEGINNINGS.items() if name in kinds and begun.isdisjoint(signs)]
        return [kind for kind in kinds if kind not in excluded]


class _Inline(InlineProcessor):
    """Overrides a private method, the loop over the patterns (Markdown 3.11)."""

    @cached_property
    def _patterns(self) -> list[tuple[int, InlineProcessor, str, str]]:
        signs = {self.inlinePatterns[name]: SIGNS[name] for name in SIGNS if name in self.inlinePatterns}
        found = ((pattern, signs.get(pattern, ("",))) for pattern in self.inlinePatterns)
        return [(index, pattern, sign[0], sign[-1]) for index, (pattern, sign) in enumerate(found)]

    def _InlineProcessor__handleInline(self, data: str, patternIndex: int = 0) -> str:
        if isinstance(data, AtomicString):
            return data
        for index, pattern, sign, other in self._patterns[patternIndex:]:
            matched, start = True, 0
            while matched and (sign in data or other in data):
                data, matched, start = self._InlineProcessor__applyPattern(pattern, data, index, start)  # type: ignore[attr-defined]
        return data


class _Unescape(UnescapeTreeprocessor):
    """Only where there is something escaped, which `inline` keeps aside as a text."""

    def __init__(self, inline: InlineProcessor) -> None:
        super().__init__(inline.md)
        self._inline = inline

    def run(self, root: Element) -> None:
        if any(isinstance(node, str) for node in self._inline.stashed_nodes.values()):
            super().run(root)
