"""Ways to break a file of a content tree, each with what `check` must then report."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

PAGE = """---
title: Fare
summary: Noget at prøve.
owner: sales
added: 2026-11-22
reviewed: 2026-11-22
review_every: 180
---

"""


MARZIPAN = """- id: marzipan
  da: {preferred: marcipan, definition: Mandler og sukker.}
  nb: {preferred: marsipan, definition: Mandler og sukker.}
  sv: {preferred: marsipan, definition: Mandlar och socker.}
- id: crust"""


@dataclass(frozen=True)
class Edit:
    """What is done to one file, and the lines that `check` must then report; those on another file name it."""

    path: str
    do: Callable[[Path], object]
    problems: tuple[str, ...]

    def lines(self) -> Iterator[tuple[str, int, str]]:
        """Path, line and text of each, which is how `check` sorts them."""
        for problem in self.problems:
            match = re.fullmatch(r"(?:([^ :]+):)?(\d+): (.+)", problem)
            assert match, problem
            yield match[1] or self.path, int(match[2]), match[3]


def change(path: str, passages: dict[str, str], *problems: str) -> Edit:
    """Replace passages that each stand once in the file."""

    def do(file: Path) -> None:
        text = file.read_text("utf-8")
        for old, new in passages.items():
            assert text.count(old) == 1, f"{path}: {old!r} stands {text.count(old)} times"
            text = text.replace(old, new)
        file.write_text(text, "utf-8")

    return Edit(path, do, problems)


def copy(source: str, path: str, passages: dict[str, str], *problems: str) -> Edit:
    """Copy another page of the tree to this path, and change it."""

    def do(file: Path) -> None:
        file.parent.mkdir(exist_ok=True)
        file.write_bytes((file.parents[path.count("/")] / source).read_bytes())
        change(path, passages).do(file)

    return Edit(path, do, problems)


def write(path: str, content: bytes, *problems: str) -> Edit:
    def do(file: Path) -> None:
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(content)

    return Edit(path, do, problems)


def link(path: str, target: str, *problems: str) -> Edit:
    return Edit(path, lambda file: file.symlink_to(target), problems)


def several(*edits: Edit) -> Edit:
    """Do one after the other."""

    def do(file: Path) -> None:
        root = file.parents[edits[0].path.count("/")]
        for edit in edits:
            edit.do(root / edit.path)

    return Edit(edits[0].path, do, tuple(f"{path}:{line}: {text}" for edit in edits for path, line, text in edit.lines()))
