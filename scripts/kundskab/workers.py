"""Work shared out among processes that all see what the first one has in memory.

The others are forks of it, so nothing is sent to them but keys. Where the system has no fork, the work is done here, and so it is
once this process has threads that a fork would lack: Typst's (`unforkable`), which would wait for them for ever.
"""

import gc
import os
import signal
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, TypeAlias

from kundskab.memory import Key

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

Work: TypeAlias = Callable[[Sequence[Key]], Sequence[Any]]
"""Does some keys together: a result each."""
Batches: TypeAlias = Sequence[Sequence[Key]]

AHEAD = 4
"""How many batches are given to a process before it is done with the first."""


class Lost(Exception):
    """A process that has ended before its work was done."""


class _Process:
    """This one: whether it may be forked."""

    forkable = hasattr(os, "fork")


def unforkable() -> None:
    """Say that from now on this process has threads."""
    _Process.forkable = False


def done(work: Work, batches: Batches, apart: Callable[[Key], bool]) -> Generator[tuple[Key, Any], None, None]:
    """The result of each key, as they come. This process takes batches too, but none that is `apart`, such as Typst's; where most
    are, it only looks on.
    """
    looks_on = 2 * sum(apart(batch[0]) for batch in batches) > len(batches)
    with _workers(work, min(len(batches), _cores() - (not looks_on))) as workers:
        waiting, given = deque(batches), {worker: deque[Sequence[Key]]() for worker in workers}
        while waiting or any(given.values()):
            for worker, own in given.items():
                while waiting and len(own) < AHEAD:
                    own.append(waiting.popleft())
                    with suppress(BrokenPipeError):  # told when its answer is asked for
                        worker.send(own[-1])
            here = None if looks_on and workers else _last(waiting, lambda batch: not (workers and apart(batch[0])))
            if here:
                yield from zip(here, work(here), strict=True)
            for worker in _answering([worker for worker, own in given.items() if own], wait=not here):
                yield from zip(given[worker].popleft(), _answer(worker), strict=True)


def _last(batches: deque[Sequence[Key]], may: Callable[[Sequence[Key]], bool]) -> Sequence[Key] | None:
    """Take out the last batch that may be taken."""
    found = next((batch for batch in reversed(batches) if may(batch)), None)
    if found:
        batches.remove(found)
    return found


@contextmanager
def _workers(work: Work, wanted: int) -> "Iterator[list[Connection]]":
    """So many processes, which end with the block, also where it fails; none where there can be none."""
    if wanted < 1 or not _Process.forkable:
        yield []
        return
    import multiprocessing  # takes its time

    context = multiprocessing.get_context("fork")
    gc.freeze()  # so that no process copies what it only looks at
    pipes = [context.Pipe() for _ in range(wanted)]
    processes = [context.Process(target=_serve, args=(work, number, pipes), daemon=True) for number in range(wanted)]
    try:
        for process in processes:
            process.start()
        for _, theirs in pipes:
            theirs.close()
        yield [ours for ours, _ in pipes]
    finally:
        for process in processes:
            process.kill()
            process.join()
        gc.unfreeze()


def _serve(work: Work, number: int, pipes: "Sequence[tuple[Connection, Connection]]") -> None:
    """Answer batches until there is nobody any more who asks. Only the first process hears Ctrl-C."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for other, (ours, theirs) in enumerate(pipes):
        ours.close()  # else nobody would see that the first process is gone
        if other != number:
            theirs.close()
    first = pipes[number][1]
    with suppress(EOFError, BrokenPipeError):
        while True:
            first.send(_made(work, first.recv()))


def _made(work: Work, batch: Sequence[Key]) -> Sequence[Any] | Exception:
    try:
        return work(batch)
    except Exception as error:  # for the first process to raise
        return error


def _answering(workers: "list[Connection]", wait: bool) -> "list[Connection]":
    """Those that have an answer; one at least, where it is waited for."""
    from multiprocessing.connection import wait as waiting

    return waiting(workers, None if wait else 0) if workers else []  # type: ignore[return-value]


def _answer(worker: "Connection") -> Sequence[Any]:
    """What a process has made of a batch. Raises what it has failed with."""
    try:
        made = worker.recv()
    except (EOFError, ConnectionResetError):
        raise Lost("a process of this build was ended from outside, perhaps for want of memory; run it again") from None
    if isinstance(made, Exception):
        raise made
    results: Sequence[Any] = made
    return results


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
