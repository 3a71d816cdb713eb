"""What a build did, and where its time went."""

import heapq
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from kundskab.memory import Key

SLOWEST = 10


@dataclass
class Report:
    """`seconds` of each stage by the clock; `work` of each kind in all processes together; how many of each kind and language
    there are, and how many of them are new; the `bytes` of all files.
    """

    seconds: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    work: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    all: Counter[tuple[str, str]] = field(default_factory=Counter)
    new: Counter[tuple[str, str]] = field(default_factory=Counter)
    slow: list[tuple[float, Key]] = field(default_factory=list)
    bytes: int = 0

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        start = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[name] += time.perf_counter() - start

    def made(self, key: Key, lang: str, seconds: float) -> None:
        """Count a new result."""
        self.work[key[0]] += seconds
        self.new[key[0], lang] += 1
        self.slow = heapq.nlargest(SLOWEST, [*self.slow, (seconds, key)])

    def summary(self, pages: Sequence[str], names: Mapping[str, str]) -> Iterator[str]:
        """In a few lines: pages by language (those kinds that are `pages`), other kinds by their `names`, stages."""
        languages = dict.fromkeys(lang for kind, lang in self.all if kind in pages)
        yield " · ".join(_counted(self._sum(self.all, pages, lang), self._sum(self.new, pages, lang), lang) for lang in languages)
        others = [_counted(self._sum(self.all, [kind]), self._sum(self.new, [kind]), name) for kind, name in names.items()]
        yield " · ".join([*others, f"{self.bytes / 1e6:,.1f} MB"])
        yield " · ".join(f"{name} {seconds:.2f} s" for name, seconds in self.seconds.items())

    def profile(self) -> Iterator[str]:
        """The work of each kind, the heaviest first, and the slowest results."""
        for kind, seconds in sorted(self.work.items(), key=lambda item: -item[1]):
            count = self._sum(self.new, [kind])
            yield f"{kind:<12}{count:>7,}{seconds:>9.2f} s{seconds / count * 1000:>9.1f} ms each"
        yield from (f"{seconds * 1000:>9.0f} ms  {' '.join(key)}" for seconds, key in self.slow)

    def _sum(self, counts: Mapping[tuple[str, str], int], kinds: Sequence[str], lang: str = "") -> int:
        return sum(count for (kind, own), count in counts.items() if kind in kinds and lang in ("", own))


def _counted(count: int, new: int, name: str) -> str:
    return f"{name} {count:,}, {f'{new:,}' if new else 'none'} new"
