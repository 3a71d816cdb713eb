"""Own words: no page shares eight words in a row with a raw article."""

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from kundskab.load import FRONT_MATTER
from kundskab.problems import Problem
from kundskab.schema import Article
from kundskab.tree import Tree

RUN = 8


def shared_runs(tree: Tree, raw: Path) -> Iterator[Problem]:
    """Each place where a page shares a run of eight words with a file in `raw`; titles of articles are excepted.

    Raises FileNotFoundError where `raw` holds no text file.
    """
    files = sorted(raw.glob("*.txt"))
    if not files:
        raise FileNotFoundError(f"{raw}: no .txt files; name the folder of the raw articles")
    source = {run: file.name for file in files for run, _ in _runs(file.read_text("utf-8", errors="replace"), 1)}
    titles = {run for page in tree.pages if isinstance(page.meta, Article) for run, _ in _runs(page.meta.source.title, 1)}
    for page in tree.pages:
        text = (tree.docs / page.path).read_text("utf-8-sig")
        match = FRONT_MATTER.match(text)
        last = -RUN
        for position, (run, line) in enumerate(_runs(text, 1)):
            if run in source and run not in titles and position - last >= RUN:
                field = "front matter" if match and line <= text.count("\n", 0, match.end()) else "text"
                yield Problem(page.path, line, field, f'shares "{" ".join(run)}" with {source[run]}', "say it in your own words")
                last = position


def _runs(text: str, first_line: int) -> Iterator[tuple[tuple[str, ...], int]]:
    """Every run of eight words with the line where it begins."""
    text = unicodedata.normalize("NFC", text)
    found = [(match[0], match.start()) for match in re.finditer(r"[^\W_]+", text.lower())]
    line, at = first_line, 0
    for index in range(len(found) - RUN + 1):
        start = found[index][1]
        line += text.count("\n", at, start)
        at = start
        yield tuple(word for word, _ in found[index : index + RUN]), line
