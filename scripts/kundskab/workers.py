"""Work shared out among processes that all see what the first one has in memory.

They are forks of it, so nothing is sent to them but keys; where the system has no fork, the work is done here.
"""

import gc
import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from typing import Any, TypeAlias

from kundskab.memory import Key

FEW = 40
"""So many are not worth a process."""

Work: TypeAlias = Callable[[Sequence[Key]], Sequence[Any]]
"""Does some keys together: a result each."""


class Workers:
    """Processes for one kind of work, or none."""

    def __init__(self, work: Work, pool: ProcessPoolExecutor | None) -> None:
        self._work, self._pool = work, pool

    def do(self, batches: Sequence[Sequence[Key]]) -> Iterator[tuple[Key, Any]]:
        """The result of each key; a process takes one batch at a time, in their order."""
        results = self._pool.map(_work, batches) if self._pool else map(self._work, batches)
        for batch, made in zip(batches, results, strict=True):
            yield from zip(batch, made, strict=True)


@contextmanager
def workers(work: Work, count: int) -> Iterator[Workers]:
    """As many processes as there are cores, for so many keys. They end with the block, also where it fails."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    if cores < 2 or count < FEW or "fork" not in multiprocessing.get_all_start_methods():
        yield Workers(work, None)
        return
    _shared.work = work
    gc.freeze()
    pool = ProcessPoolExecutor(cores, multiprocessing.get_context("fork"), _ready)
    try:
        yield Workers(work, pool)
    finally:
        for process in list((pool._processes or {}).values()):
            process.terminate()
        pool.shutdown(cancel_futures=True)


class _Shared:
    work: Work


_shared = _Shared()


def _ready() -> None:
    """A process of its own: only the first one answers Ctrl-C."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _work(keys: Sequence[Key]) -> Sequence[Any]:
    return _shared.work(keys)
