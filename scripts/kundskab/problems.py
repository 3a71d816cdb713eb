"""What is wrong in a content tree, told to the person who can mend it."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, order=True, slots=True)
class Problem:
    """One fault: `path` is relative to the content folder, `line` counts from 1."""

    path: str
    line: int
    field: str
    message: str
    remedy: str

    def show(self, folder: str) -> str:
        return f"{folder}/{self.path}:{self.line}: {self.field}: {self.message}; {self.remedy}"


class Broken(Exception):
    """A tree that cannot be built; carries all its problems."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__(f"{len(self.problems)} problems")


def report(problems: Iterable[Problem], folder: str, warnings: Iterable[Problem] = ()) -> str:
    """All problems and warnings, one a line, and their count last."""
    found, doubts = sorted(set(problems)), sorted(set(warnings))
    lines = [problem.show(folder) for problem in found] + [f"warning: {doubt.show(folder)}" for doubt in doubts]
    counts = [_count(found, "problem"), *([_count(doubts, "warning")] if doubts else [])]
    return "\n".join([*lines, ", ".join(counts)])


def _count(found: list[Problem], word: str) -> str:
    return f"{len(found)} {word}{'' if len(found) == 1 else 's'}"


def did_you_mean(word: str, known: Iterable[str], otherwise: str = "") -> str:
    """A remedy: the nearest of the known words, else `otherwise`, else the list of what is known."""
    from difflib import get_close_matches  # takes its time

    known = sorted(set(known))
    if near := get_close_matches(word, known, n=1, cutoff=0.6):
        return f'did you mean "{near[0]}"?'
    return otherwise or f"use one of: {', '.join(known) or 'nothing is known yet'}"
