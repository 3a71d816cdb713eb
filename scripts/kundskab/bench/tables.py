"""Tables of what engines answered, each against the first."""

import statistics
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from kundskab.bench.asking import Asked, Engine, compressed, percentile
from kundskab.evaluate import ALL, FIRST, Answered, groups, mrr, recall

LABEL, COLUMN = 24, 19
INDEX = "index, kB"

COSTS: Mapping[str, Callable[[Asked], float]] = {
    "first query, kB (gzip)": lambda one: statistics.fmean(size for size, _ in one.first) / 1000,
    "later ones, kB (gzip)": lambda one: statistics.fmean(size for size, _ in one.later) / 1000,
    "first answer, ms": lambda one: statistics.median(time for _, time in one.first),
    "later ones, median ms": lambda one: statistics.median(time for _, time in one.later),
    "later ones, p95 ms": lambda one: percentile((time for _, time in one.later), 0.95),
    "all loaded, median ms": lambda one: statistics.median(answer.time for answer in one.answered),
    "all loaded, p95 ms": lambda one: percentile((answer.time for answer in one.answered), 0.95),
    INDEX: lambda one: sum(path.stat().st_size for path in one.engine.index) / 1000,
    "index, kB (gzip)": lambda one: sum(compressed(path.read_bytes()) for path in one.engine.index) / 1000,
    "index built, s": lambda one: one.engine.seconds,
}
ASKING = tuple(label for label in COSTS if not label.startswith("index"))


def quality(asked: Sequence[Asked]) -> str:
    """recall@3 and MRR of each engine by kind, and for all as ratios to the first's."""
    by_kind = [groups(one.answered) for one in asked]
    lines = [_line("recall@3  MRR", [one.engine.name for one in asked])]
    for kind, own in by_kind[0].items():
        figures = [(recall(group[kind], FIRST), mrr(group[kind])) for group in by_kind]
        lines.append(_line(f"{kind:<14}{len(own):>5}", [f"{found:.3f}  {rank:.3f}" for found, rank in figures]))
        if kind == ALL:
            (found, rank), *_ = figures
            lines.append(_line("ratio", [f"{ratio(one, found)}  {ratio(two, rank)}" for one, two in figures]))
    anywhere = [[in_any_language(answer) for answer in one.answered] for one in asked]
    lines.append(_line("page in any language", [f"{recall(group, FIRST):.3f}  {mrr(group):.3f}" for group in anywhere]))
    lines.append(_line("no result", [f"{sum(not one.found for one in group[ALL]) / len(group[ALL]):.1%}" for group in by_kind]))
    return "\n".join(lines)


def costs(asked: Sequence[Asked]) -> str:
    """What each engine loads and how long it takes, with the ratio to the first's."""
    return "\n".join([_line("", [one.engine.name for one in asked]), *_costs(asked)])


def sizes(engine: Engine) -> str:
    """Our index by its files."""
    shards = [path for path in engine.index if path.stem.isdigit()]
    largest = max(engine.index, key=lambda path: path.stat().st_size)
    return "\n".join(
        [
            f"index: {COSTS[INDEX](Asked(engine, (), (), ())):,.0f} kB in {len(engine.index):,} files, built in {engine.seconds:.0f} s",
            f"shards: {len(shards):,}, the largest {max(path.stat().st_size for path in shards) / 1000:.1f} kB",
            f"largest file: {largest.parent.name}/{largest.name}, {largest.stat().st_size / 1000:.1f} kB, {compressed(largest.read_bytes()) / 1000:.1f} kB (gzip)",
        ]
    )


def kinds(asked: Mapping[str, Asked]) -> str:
    """One engine's quality and costs by the kind of query."""
    lines = [_line("", list(asked)), _line("queries", [str(len(one.answered)) for one in asked.values()])]
    lines.append(
        _line("recall@3  MRR", [f"{recall(one.answered, FIRST):.3f}  {mrr(one.answered):.3f}" for one in asked.values()])
    )
    lines += [_line(label, [figure(COSTS[label](one)) for one in asked.values()]) for label in ASKING]
    return "\n".join(lines)


def in_any_language(one: Answered) -> Answered:
    """An answer where a page counts in whichever language it was found."""
    expected = tuple(dict.fromkeys(_unlanguaged(page) for page in one.query.expected))
    return Answered(replace(one.query, expected=expected), tuple(dict.fromkeys(map(_unlanguaged, one.found))), one.time)


def _unlanguaged(page: str) -> str:
    return page.partition("/")[2]


def ratio(value: float, to: float) -> str:
    return f"{value / to:.2f} ×" if to else "–"


def _costs(asked: Sequence[Asked]) -> Iterator[str]:
    for label, measure in COSTS.items():
        own, *others = map(measure, asked)
        yield _line(label, [figure(own), *(f"{figure(other)} ({ratio(other, own)})" for other in others)])


def figure(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def _line(label: str, cells: Sequence[str]) -> str:
    return f"{label:<{LABEL}}" + "".join(f"{cell:>{COLUMN}}" for cell in cells)
