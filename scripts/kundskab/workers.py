"""Work shared out among processes that all see what the first one has in memory.

The others are forks of it, so nothing is sent to them but which batch to do. Where the system has no fork, the work is done here,
and so it is once this process has threads that a fork would lack: Typst's (`unforkable`), which would wait for them for ever.
"""

import gc
import os
import pickle
import signal
import tempfile
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager, suppress
from tempfile import TemporaryDirectory
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


class Failed(Exception):
    """What a process has failed with, and where, if that cannot be sent as it is."""


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
    with _workers(work, batches, _cores() - (not looks_on)) as workers:
        waiting, given = deque(range(len(batches))), {worker: deque[int]() for worker in workers}
        while waiting or any(given.values()):
            for worker, own in given.items():
                while waiting and len(own) < min(AHEAD, 1 + len(waiting) // (1 + len(given))):  # the last ones are shared out
                    own.append(waiting.popleft())
                    with suppress(BrokenPipeError):  # told when its answer is asked for
                        worker.send(own[-1])
            here = [number for number in waiting if not (workers and (looks_on or apart(batches[number][0])))][-1:]
            for number in here:
                waiting.remove(number)
                yield from zip(batches[number], work(batches[number]), strict=True)
            for worker in _answering([worker for worker, own in given.items() if own], wait=not here):
                yield from zip(batches[given[worker].popleft()], _answer(worker), strict=True)


@contextmanager
def _workers(work: Work, batches: Batches, most: int) -> "Iterator[list[Connection]]":
    """As many processes as are of use, which end with the block, also where it fails; none where there can be none."""
    if not batches or most < 1 or not _Process.forkable:
        yield []
        return
    import multiprocessing  # takes its time

    context = multiprocessing.get_context("fork")
    gc.freeze()  # so that no process copies what it only looks at
    pipes, started = [context.Pipe() for _ in range(min(most, len(batches)))], []
    with TemporaryDirectory() as folder:
        try:
            for number in range(len(pipes)):
                process = context.Process(target=_serve, args=(work, batches, number, pipes, folder), daemon=True)
                process.start()
                started.append(process)
            for _, theirs in pipes:
                theirs.close()
            yield [ours for ours, _ in pipes]
        finally:
            for process in started:
                process.kill()
                process.join()
            gc.unfreeze()


def _serve(work: Work, batches: Batches, number: int, pipes: "Sequence[tuple[Connection, Connection]]", folder: str) -> None:
    """Answer, of batches that are asked for by their place, until there is nobody any more who asks.

    Only the first process hears Ctrl-C; it also removes the folder that holds what is temporary, whenever this one is ended.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    tempfile.tempdir = folder
    for other, (ours, theirs) in enumerate(pipes):
        ours.close()  # else nobody would see that the first process is gone
        if other != number:
            theirs.close()
    first = pipes[number][1]
    with suppress(EOFError, ConnectionError):
        while True:
            first.send(_made(work, batches[first.recv()]))


def _made(work: Work, batch: Sequence[Key]) -> Sequence[Any] | Exception:
    """What comes of a batch; or what it has failed with, for the first process to raise, which is told where."""
    try:
        return work(batch)
    except Exception as error:
        import traceback

        error.add_note(traceback.format_exc())
        with suppress(Exception):  # not all can be sent
            if type(pickle.loads(pickle.dumps(error))) is type(error):
                return error
        return Failed(traceback.format_exc())


def _answering(workers: "list[Connection]", wait: bool) -> "list[Connection]":
    """Those that have an answer; one at least, where it is waited for."""
    from multiprocessing.connection import wait as waiting

    return waiting(workers, None if wait else 0) if workers else []  # type: ignore[return-value]


def _answer(worker: "Connection") -> Sequence[Any]:
    """What a process has made of a batch. Raises Lost, or what it has failed with."""
    try:
        made = worker.recv()
    except (EOFError, ConnectionError):
        raise Lost("a process of this build was ended from outside, perhaps for want of memory; run it again") from None
    if isinstance(made, Exception):
        raise made
    results: Sequence[Any] = made
    return results


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
