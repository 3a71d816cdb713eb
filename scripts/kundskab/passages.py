"""A page as its reader sees it, passage by passage, each with the line it begins at."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from kundskab import markup
from kundskab.concepts import Page
from kundskab.knowledge import Knowledge

BARE = re.compile(r"\[\[[^\[\]|]*\]\]")
"""A link that shows the title of its page."""


class Passage(NamedTuple):
    """A title, heading, paragraph, list item or row; only the last three are `running` text.

    `text` is what stands there, `own` the same without other pages' titles; `markdown` is how it is written, from `line` on.
    """

    line: int
    field: str
    markdown: str
    running: bool
    text: str
    own: str

    def line_of(self, words: str) -> int:
        """The line where words of `own` first stand; the passage's first where signs of Markdown stand between them."""
        form = r"\s+".join(map(re.escape, words.split()))
        found = re.search(rf"(?<!\w){form}(?!\w)", self.markdown)
        return self.line + self.markdown.count("\n", 0, found.start() if found else 0)


@dataclass(frozen=True, slots=True)
class Passages:
    """A page's passages in order; a library has too many to keep an object for each."""

    lines: Sequence[int]
    fields: Sequence[str]
    markdown: Sequence[str]
    running: Sequence[bool]
    texts: Sequence[str]
    own: Sequence[str]

    def __iter__(self) -> Iterator[Passage]:
        return map(Passage, self.lines, self.fields, self.markdown, self.running, self.texts, self.own)


def passages(knowledge: Knowledge, page: Page) -> Passages:
    """The title and the summary, then the body in order, without code."""
    titles = [(page.line(name), name, getattr(page.meta, name), False) for name in ("title", "summary")]
    headings = [(section.line, section.id, section.title, False) for section in page.body.sections if section.title]
    running = [
        (first + line, id, markdown, True)
        for first, id, text in page.body.texts
        for line, markdown in markup.paragraphs(markup.without_code(text))
    ]
    lines, fields, markdown, runs = zip(*titles, *sorted(headings + running), strict=True)
    own = tuple([markup.plain(one, lambda id: "") for one in markdown])
    lent = [index for index, one in enumerate(markdown) if "[[" in one and BARE.search(one)]
    texts = list(own)
    for index in lent:
        texts[index] = knowledge.plain(markdown[index], page.lang)
    return Passages(lines, fields, markdown, runs, tuple(texts) if lent else own, own)
