"""Work shared out among processes that all see what the first one has in memory.

They are forks of it, so nothing is sent to them but keys. Where the system has no fork, the work is done here, and so it is once
this process has threads that a fork would lack: Typst's (`unforkable`), which would wait for them for ever.
"""

import gc
import os
import signal
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeAlias

from kundskab.memory import Key

if TYPE_CHECKING:
    from concurrent.futures import ProcessPoolExecutor

Work: TypeAlias = Callable[[Sequence[Key]], Sequence[Any]]
"""Does some keys together: a result each."""
Batches: TypeAlias = Sequence[Sequence[Key]]


class _Process:
    """This one: whether it may be forked, and in a fork the work that it is there for."""

    forkable = hasattr(os, "fork")
    work: Work


def unforkable() -> None:
    """Say that from now on this process has threads."""
    _Process.forkable = False


def done(work: Work, batches: Batches) -> Generator[tuple[Key, Any], None, None]:
    """The result of each key; a process takes one batch at a time, in their order."""
    with _workers(work, len(batches)) as pool:
        results = pool.map(_work, batches) if pool else map(work, batches)
        for batch, made in zip(batches, results, strict=True):
            yield from zip(batch, made, strict=True)


@contextmanager
def _workers(work: Work, wanted: int) -> "Iterator[ProcessPoolExecutor | None]":
    """As many processes as there are cores, or as are wanted; they end with the block, also where it fails."""
    if not wanted or not _Process.forkable:
        yield None
        return
    import multiprocessing  # both take their time
    from concurrent.futures import ProcessPoolExecutor

    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    _Process.work = work
    gc.freeze()  # so that no process copies what it only looks at
    pool = ProcessPoolExecutor(min(cores, wanted), multiprocessing.get_context("fork"), _ready)
    try:
        yield pool
    finally:
        for process in list((pool._processes or {}).values()):
            process.terminate()
        pool.shutdown(cancel_futures=True)
        gc.unfreeze()


def _ready() -> None:
    """Only the first process answers Ctrl-C."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _work(keys: Sequence[Key]) -> Sequence[Any]:
    return _Process.work(keys)
