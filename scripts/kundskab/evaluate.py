"""How well the shipped search answers a list of queries: the built site, opened in Chromium, asked through its own engine."""

import csv
import gzip
import statistics
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kundskab.browsing import Unavailable, chromium, served

COLUMNS = ("kind", "lang", "query", "expected")
FIRST = 3
ALL = "all"

ASK = """async ([queries, limit]) => {
  const { search } = await import("/javascripts/search.js");
  const answers = [];
  for (const [lang, query] of queries) {
    const start = performance.now();
    const { hits } = await search(query, { lang, limit });
    const time = performance.now() - start;
    answers.push({ time, hits: hits.map(({ folder, id, lang: text }) => [folder, id, text]) });
  }
  return answers;
}"""


class Invalid(ValueError):
    """A list of queries that cannot be used: file, line and remedy."""


@dataclass(frozen=True, slots=True)
class Query:
    kind: str
    lang: str
    text: str
    expected: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answered:
    """A query with the pages found, best first, as `<lang>/<folder>/<id>`, and the milliseconds it took."""

    query: Query
    found: tuple[str, ...]
    time: float

    @property
    def rank(self) -> int:
        """The place of the first page expected, from 1; 0 where none is among those found."""
        return next((place for place, page in enumerate(self.found, 1) if page in self.query.expected), 0)


@dataclass(frozen=True, slots=True)
class Measured:
    answered: tuple[Answered, ...]
    first_bytes: float
    """The mean of the bytes that a language's first query loads."""
    later_bytes: float


def read(path: Path) -> list[Query]:
    """Queries from a file of tab-separated values with the columns kind, lang, query and expected. Raises Invalid."""
    queries, faults = [], []
    with path.open(encoding="utf-8", newline="") as file:
        for number, row in enumerate(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE), 1):
            if (number == 1 and tuple(row) == COLUMNS) or not row:
                continue
            if len(row) != len(COLUMNS) or not all(cell.strip() for cell in row):
                faults.append(f"{path}:{number}: {len(row)} columns; give {', '.join(COLUMNS)}, with tabs between them")
            else:
                queries.append(Query(row[0], row[1], row[2], tuple(page.strip() for page in row[3].split("|"))))
    if faults:
        raise Invalid("\n".join(faults))
    return queries


def measure(site: Path, queries: Sequence[Query], limit: int = 10, browser: Any = None) -> Measured:
    """Ask a built site every query, in a Chromium of its own where none is given. Raises Unavailable without it or an index."""
    if not (site / "search").is_dir():
        raise Unavailable(f"{site} has no search; build it with scripts/build")
    with served(site) as (url, sent), nullcontext(browser) if browser else chromium() as opened:
        page = opened.new_page()
        page.goto(f"{url}404.html")
        asked = [(query.lang, query.text) for query in queries]
        first: list[int] = []
        later: list[int] = []
        for lang in sorted({query.lang for query in queries}):
            mine = [pair for pair in asked if pair[0] == lang][:20]
            for place, pair in enumerate(mine):
                sent.clear()
                page.evaluate(ASK, [[pair], limit])
                (later if place else first).append(sum(_compressed(site / path) for path in sent if path.startswith("search/")))
        page.evaluate(ASK, [asked, limit])  # times are those of an index that is loaded
        answers: list[dict[str, Any]] = page.evaluate(ASK, [asked, limit])
        page.close()
    answered = tuple(
        Answered(query, tuple(_page(query.lang, *found) for found in answer["hits"]), answer["time"])
        for query, answer in zip(queries, answers, strict=True)
    )
    return Measured(answered, statistics.mean(first or [0]), statistics.mean(later or [0]))


def report(measured: Measured) -> str:
    """A line for each kind and one for all, then what the whole costs."""
    lines = [f"{'kind':<12}{'queries':>8}{'recall@1':>10}{'recall@3':>10}{'MRR':>8}"]
    for kind, group in groups(measured.answered).items():
        figures = (recall(group, 1), recall(group, FIRST), mrr(group))
        lines.append(f"{kind:<12}{len(group):>8}{figures[0]:>10.3f}{figures[1]:>10.3f}{figures[2]:>8.3f}")
    times = sorted(one.time for one in measured.answered)
    empty = sum(not one.found for one in measured.answered) / len(measured.answered)
    lines += [
        f"no result: {empty:.1%}",
        f"loaded: {measured.first_bytes / 1000:.1f} kB on the first query, {measured.later_bytes / 1000:.1f} kB on later ones (gzip)",
        f"time: median {statistics.median(times):.1f} ms, p95 {times[int(len(times) * 0.95)]:.1f} ms",
    ]
    return "\n".join(lines)


def misses(measured: Measured) -> Iterator[str]:
    for one in measured.answered:
        if not 1 <= one.rank <= FIRST:
            query = one.query
            yield f"{query.kind}\t{query.lang}\t{query.text}\twanted {'|'.join(query.expected)}\tfound {' '.join(one.found[:FIRST]) or 'nothing'}"


def groups(answered: Iterable[Answered]) -> Mapping[str, Sequence[Answered]]:
    """The answers by kind, and all of them."""
    found: dict[str, list[Answered]] = defaultdict(list)
    for one in answered:
        found[one.query.kind].append(one)
        found[ALL].append(one)
    found[ALL] = found.pop(ALL, [])
    return found


def recall(group: Sequence[Answered], first: int) -> float:
    """The share of queries with a page expected among the first so many."""
    return sum(1 <= one.rank <= first for one in group) / len(group)


def mrr(group: Sequence[Answered]) -> float:
    """The mean of one over the rank of the first page expected."""
    return sum(1 / one.rank for one in group if one.rank) / len(group)


def _page(lang: str, folder: str, id: str, text: str) -> str:
    return "/".join(part for part in (lang, folder, id) if part)


def _compressed(path: Path) -> int:
    return len(gzip.compress(path.read_bytes(), 6))
