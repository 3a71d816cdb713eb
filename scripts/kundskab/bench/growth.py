"""Tables of what builds took, by the size of the library, and how that compares with what is asked of ours."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import inf, log

from kundskab.bench.builders import COLD, EDITED, HUGO, PLAIN, PRUNED, ZENSICAL
from kundskab.bench.tables import figure

COLUMNS = ("", "seconds", "× ours", "pages/s", "CPU s", "peak MB", "page's kB")
WORDS = {"seconds": "time", "peak": "memory", "html": "HTML of a page"}
EXPONENT = 1.1
"""What time may at most grow with: the size of the library, raised to it."""


@dataclass(frozen=True, slots=True)
class Build:
    """What a build took: seconds, seconds of all processors, the most MB at once; the mean bytes of its articles' HTML."""

    seconds: float
    cpu: float
    peak: float
    html: float


Figures = Mapping[tuple[str, int], Build]
"""By the name of the build and the articles in each language."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A figure of one build and size over that of another, which is to be at least or at most so much."""

    field: str
    one: tuple[str, int]
    other: tuple[str, int]
    least: float = -inf
    most: float = inf


ASKED = (
    Asked("seconds", (PLAIN, 300), (COLD, 300), least=4),
    Asked("seconds", (PLAIN, 1000), (COLD, 1000), least=8),
    Asked("seconds", (PRUNED, 300), (COLD, 300), least=2.5),
    Asked("seconds", (PRUNED, 1000), (COLD, 1000), least=3.5),
    *(Asked("seconds", (ZENSICAL, size), (COLD, size), least=1) for size in (100, 300, 1000)),
    Asked("seconds", (COLD, 1000), (HUGO, 1000), most=1.5),
    Asked("seconds", (EDITED, 300), (COLD, 300), most=0.08),
    Asked("seconds", (EDITED, 1000), (COLD, 1000), most=0.04),
    *(Asked("seconds", (PLAIN, size), (EDITED, size), least=40) for size in (300, 1000)),
    *(Asked("peak", (COLD, size), (PLAIN, size), most=2) for size in (100, 300, 1000)),
    Asked("html", (COLD, 1000), (COLD, 100), most=1.2),
)


def sizes(figures: Figures, size: int, languages: int) -> str:
    """What each build of one size took."""
    own = {name: build for (name, articles), build in figures.items() if articles == size}
    rows = [(name, *map(_cell, _figures(build, own.get(COLD), size * languages))) for name, build in own.items()]
    return _section(f"{size:,} articles in {languages} languages", COLUMNS, rows)


def growth(figures: Figures) -> str:
    """The power of the library's size that each build's time grows with, from size to size and in all: 1 is in proportion."""
    steps = _steps(figures)
    names = dict.fromkeys(name for name, _ in figures) if steps else ()
    rows = [(name, *(_cell(_exponent(figures, name, step)) for step in steps)) for name in names]
    return _section("Growth of time with the library, as its power", ("", *map(_named, steps)), rows)


def asked(figures: Figures) -> str:
    """What is asked of ours beside what was measured, as far as it was."""
    rows = [
        _asked(f"{WORDS[one.field]}: {_name(*one.one)} / {_name(*one.other)}", _ratio(figures, one), one.least, one.most)
        for one in ASKED
        if one.one in figures and one.other in figures
    ]
    for step in _steps(figures):
        if (power := _exponent(figures, COLD, step)) is not None:
            rows.append(_asked(f"exponent: {COLD}, {_named(step)}", power, most=EXPONENT))
    return _section("Asked of ours", ("", "asked", "measured", "met"), rows)


def _section(title: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table in Markdown that reads as well unrendered, names to the left and figures to the right; nothing without rows."""
    if not rows:
        return ""
    first, *others = (max(map(len, column)) for column in zip(head, *rows, strict=True))
    rule = ["-" * first, *("-" * (width - 1) + ":" for width in others)]
    cells = [[row[0].ljust(first), *map(str.rjust, row[1:], others)] for row in (head, *rows)]
    return "\n".join([f"## {title}", "", *(f"| {' | '.join(row)} |" for row in (cells[0], rule, *cells[1:]))])


def _figures(build: Build, ours: Build | None, pages: int) -> Iterator[float | None]:
    """A row's figures, in the order of the columns."""
    yield build.seconds
    yield build.seconds / ours.seconds if ours else None
    yield pages / build.seconds
    yield build.cpu
    yield build.peak
    yield build.html / 1000


def _cell(value: float | None) -> str:
    return "–" if value is None else figure(value)


def _steps(figures: Figures) -> list[tuple[int, int]]:
    """From each size to the next, and from the smallest to the largest."""
    found = sorted({size for _, size in figures})
    return list(dict.fromkeys([*pairwise(found), *([(found[0], found[-1])] if found[1:] else [])]))


def _named(step: tuple[int, int]) -> str:
    return f"{step[0]:,} to {step[1]:,}"


def _exponent(figures: Figures, name: str, step: tuple[int, int]) -> float | None:
    small, large = (figures.get((name, size)) for size in step)
    return log(large.seconds / small.seconds) / log(step[1] / step[0]) if small and large else None


def _ratio(figures: Figures, asked: Asked) -> float:
    one, other = (float(getattr(figures[which], asked.field)) for which in (asked.one, asked.other))
    return one / other


def _asked(words: str, value: float, least: float = -inf, most: float = inf) -> tuple[str, ...]:
    bound = f"≤ {most:g}" if most < inf else f"≥ {least:g}"
    return words, bound, f"{value:.3g}", "yes" if least <= value <= most else "no"


def _name(build: str, size: int) -> str:
    return f"{build}, {size:,}"
