"""A page as its reader sees it, passage by passage, each with the line it begins at."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kundskab import markup
from kundskab.concepts import Page
from kundskab.knowledge import Knowledge


@dataclass(frozen=True, slots=True)
class Passage:
    """A title, heading, paragraph, list item or row; only the last three are `running` text.

    `text` is what stands there, `own` the same without other pages' titles; `markdown` is how it is written, from `line` on.
    """

    line: int
    field: str
    markdown: str
    text: str
    own: str
    running: bool

    def line_of(self, words: str) -> int:
        """The line where words of `own` first stand; the passage's first where signs of Markdown stand between them."""
        form = r"\s+".join(map(re.escape, words.split()))
        found = re.search(rf"(?<!\w){form}(?!\w)", self.markdown)
        return self.line + self.markdown.count("\n", 0, found.start() if found else 0)


def passages(knowledge: Knowledge, page: Page) -> Iterator[Passage]:
    """The title and the summary, then the body in order, without code."""
    titles = [(page.line(name), name, getattr(page.meta, name), False) for name in ("title", "summary")]
    headings = [(section.line, section.id, section.title, False) for section in page.body.sections if section.title]
    running = (
        (first + line, id, markdown, True)
        for first, id, text in page.body.texts
        for line, markdown in markup.paragraphs(markup.without_code(text))
    )
    for line, field, markdown, runs in [*titles, *sorted([*headings, *running])]:
        own = markup.plain(markdown, lambda id: "")
        text = knowledge.plain(markdown, page.lang) if "[[" in markdown else own
        yield Passage(line, field, markdown, text, own, runs)
