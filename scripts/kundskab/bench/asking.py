"""One engine asked many queries in Chromium: what it finds, what it loads, how long it takes."""

import gzip
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import unquote, urlsplit

from kundskab.browsing import chromium, served
from kundskab.evaluate import Answered, Query

HARNESS = "bench"
"""The folder of the site with the scripts that ask, which no engine needs."""
LIMIT = 10
SESSION = 20
"""Queries of one reader, in a browser that has loaded nothing before."""

ASK = """async ([module, query, lang, limit]) => {
  const start = performance.now();
  const { ask } = await import(module);
  const found = await ask(query, lang, limit);
  return [found, performance.now() - start];
}"""


@dataclass(frozen=True, slots=True)
class Engine:
    """`module` is the address of the script that asks it; `index` are the files of its index; `seconds` to build it."""

    name: str
    module: str
    index: tuple[Path, ...]
    seconds: float


@dataclass(frozen=True, slots=True)
class Asked:
    """`first` and `later` are of the sessions' queries: (gzip bytes loaded, milliseconds); `answered` has the times of an
    index that is loaded."""

    engine: Engine
    answered: tuple[Answered, ...]
    first: tuple[tuple[int, float], ...]
    later: tuple[tuple[int, float], ...]


def ask(site: Path, engines: Iterable[Engine], queries: Sequence[Query], pages: Mapping[str, str]) -> list[Asked]:
    """Ask each engine on a site all queries. `pages` names the page, as queries expect it, of each address."""
    with chromium() as browser, served(site) as (url, loaded):
        harness = _Harness(site, url, loaded, browser, pages)
        return [harness.ask(engine, queries) for engine in engines]


def sessions(queries: Iterable[Query]) -> Iterator[list[Query]]:
    """The queries in an order without kinds, by language, in groups of `SESSION`."""
    shuffled = list(queries)
    Random(1).shuffle(shuffled)
    for lang in sorted({query.lang for query in shuffled}):
        own = [query for query in shuffled if query.lang == lang]
        for start in range(0, len(own), SESSION):
            yield own[start : start + SESSION]


def named(locations: Iterable[str], pages: Mapping[str, str]) -> tuple[str, ...]:
    """The pages at addresses below the site's root or on it, best first; sections of one page count once, others not at all."""
    addresses = (unquote(urlsplit(location).path).removeprefix("/").removesuffix("index.html") for location in locations)
    return tuple(dict.fromkeys(pages[address] for address in addresses if address in pages))


def compressed(data: bytes) -> int:
    """The bytes that a server sends: what is compressed already stays as it is."""
    return min(len(data), len(gzip.compress(data, 6)))


@dataclass(frozen=True, slots=True)
class _Harness:
    """A site that is served at `url`; the paths sent are appended to `loaded`."""

    site: Path
    url: str
    loaded: list[str]
    browser: Any
    pages: Mapping[str, str]

    def ask(self, engine: Engine, queries: Sequence[Query]) -> Asked:
        order = {query: place for place, query in enumerate(queries)}
        answered: list[Answered] = []
        first, later = [], []
        for group in sessions(queries):
            costs, answers = self._session(engine, group)
            first.append(costs[0])
            later += costs[1:]
            answered += answers
        return Asked(engine, tuple(sorted(answered, key=lambda one: order[one.query])), tuple(first), tuple(later))

    def _session(self, engine: Engine, group: Sequence[Query]) -> tuple[list[tuple[int, float]], list[Answered]]:
        """Every query asked twice: first while the index is loading, then for the time of the answer alone."""
        context = self.browser.new_context()
        page = context.new_page()
        page.goto(f"{self.url}{HARNESS}/{group[0].lang}.html")
        costs = []
        for query in group:
            self.loaded.clear()
            _, time = page.evaluate(ASK, [engine.module, query.text, query.lang, LIMIT])
            costs.append((self._bytes(), time))
        answers = []
        for query in group:
            found, time = page.evaluate(ASK, [engine.module, query.text, query.lang, LIMIT])
            answers.append(Answered(query, named(found, self.pages), time))
        context.close()
        return costs, answers

    def _bytes(self) -> int:
        files = {path for path in self.loaded if not path.startswith(f"{HARNESS}/")}
        return sum(compressed((self.site / path).read_bytes()) for path in files)


def percentile(values: Iterable[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]
