"""Python-Markdown's inline patterns, each tried only on a text that has its sign: half the time of rendering went into looking
for what is not there.
"""

import markdown
from markdown.treeprocessors import InlineProcessor
from markdown.util import AtomicString

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
"""What must stand in a text for a pattern to match; a pattern that is not named here is always tried."""


class Inline(InlineProcessor):
    """Overrides a private method, the loop over the patterns (Markdown 3.11)."""

    def __init__(self, md: markdown.Markdown) -> None:
        super().__init__(md)
        self._signs: list[tuple[str, ...]] = []

    def _InlineProcessor__handleInline(self, data: str, patternIndex: int = 0) -> str:
        if isinstance(data, AtomicString):
            return data
        if len(self._signs) != len(self.inlinePatterns):
            self._signs = [("",)] * len(self.inlinePatterns)
            for name in SIGNS:
                if name in self.inlinePatterns:
                    self._signs[self.inlinePatterns.get_index_for_name(name)] = SIGNS[name]
        start = 0
        for index in range(patternIndex, len(self._signs)):
            matched = True
            while matched and any(sign in data for sign in self._signs[index]):
                data, matched, start = self._InlineProcessor__applyPattern(self.inlinePatterns[index], data, index, start)  # type: ignore[attr-defined]
            start = 0
        return data
