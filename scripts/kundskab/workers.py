"""Work shared out among processes that all see what the first one has in memory.

The others are forks of it, so nothing is sent to them but keys. Where the system has no fork, the work is done here, and so it is once
this process has threads that a fork would lack: Typst's (`unforkable`), which would wait for them for ever.
"""

import gc
import os
import signal
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import as_completed
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeAlias

from kundskab.memory import Key

if TYPE_CHECKING:
    from concurrent.futures import ProcessPoolExecutor

Work: TypeAlias = Callable[[Sequence[Key]], Sequence[Any]]
"""Does some keys together: a result each."""
Batches: TypeAlias = Sequence[Sequence[Key]]

AHEAD = 2
"""How many batches are given to a process before it is done with the first."""


class _Process:
    """This one: whether it may be forked, and in a fork the work that it is there for."""

    forkable = hasattr(os, "fork")
    work: Work


def unforkable() -> None:
    """Say that from now on this process has threads."""
    _Process.forkable = False


def done(work: Work, batches: Batches, apart: Callable[[Key], bool]) -> Generator[tuple[Key, Any], None, None]:
    """The result of each key, as they come. This process takes batches too, but none that is `apart`, such as Typst's; where most
    are, it only looks on.
    """
    looks_on = 2 * sum(apart(batch[0]) for batch in batches) > len(batches)
    with _workers(work, min(len(batches), _cores() - (not looks_on))) as pool:
        if not pool:
            for batch in batches:
                yield from zip(batch, work(batch), strict=True)
            return
        waiting, running = deque(batches), dict[Any, Sequence[Key]]()
        while waiting or running:
            while waiting and len(running) < AHEAD * pool._max_workers:  # type: ignore[attr-defined]
                batch = waiting.popleft()
                running[pool.submit(_work, batch)] = batch
            own = None if looks_on else next((batch for batch in reversed(waiting) if not apart(batch[0])), None)
            if own:
                waiting.remove(own)
                yield from zip(own, work(own), strict=True)
            else:
                next(as_completed(running))
            for finished in [one for one in running if one.done()]:
                yield from zip(running.pop(finished), finished.result(), strict=True)


@contextmanager
def _workers(work: Work, wanted: int) -> "Iterator[ProcessPoolExecutor | None]":
    """So many processes; they end with the block, also where it fails."""
    if not wanted or not _Process.forkable:
        yield None
        return
    import multiprocessing  # both take their time
    from concurrent.futures import ProcessPoolExecutor

    _Process.work = work
    gc.freeze()  # so that no process copies what it only looks at
    pool = ProcessPoolExecutor(wanted, multiprocessing.get_context("fork"), _ready)
    try:
        yield pool
    finally:
        for process in list((pool._processes or {}).values()):
            process.terminate()
        pool.shutdown(cancel_futures=True)
        gc.unfreeze()


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _ready() -> None:
    """Only the first process answers Ctrl-C."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _work(keys: Sequence[Key]) -> Sequence[Any]:
    return _Process.work(keys)
