"""What a command takes, with all processes that it starts: time, processors' time, memory. Linux only.

Run as a script by `taken`, so that the command's relatives are this process's only ones.
"""

import ctypes
import json
import os
import resource
import signal
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from threading import Event, Thread

EVERY, SHARE = 0.02, 0.05
"""Seconds between two looks at the memory, and the share of a processor that looking may take."""
PR_SET_CHILD_SUBREAPER = 36  # linux/prctl.h
PROC = Path("/proc")


@dataclass(frozen=True, slots=True)
class Taken:
    """`cpu` are user and system seconds of all processes; `peak` the most MB that they had at once.

    That is the largest process's own peak (RSS), or what all were seen to have with each shared page counted once (PSS).
    """

    seconds: float
    cpu: float
    peak: float


class Failed(Exception):
    """A command that ended badly; what it wrote."""


def taken(command: Sequence[str], folder: Path, limit: float) -> Taken | None:
    """Run a command in a folder; None where it took more than so many seconds and was ended. Raises Failed."""
    watched = [sys.executable, "-P", __file__, str(limit), *command]
    run = subprocess.run(watched, cwd=folder, capture_output=True, text=True)
    if run.returncode:
        raise Failed(f"{' '.join(command)}: {run.stderr.strip()}")
    figures = json.loads(run.stdout)
    return Taken(**figures) if figures["seconds"] <= limit else None


def main(limit: str, *command: str) -> int:
    """Print what a command takes; what it writes goes to the error stream."""
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1)  # what a child leaves behind is ours to wait for
    over, peak = Event(), [0]
    watch = Thread(target=_watch, args=(float(limit), over, peak))
    start = time.perf_counter()
    first = subprocess.Popen(command, stdout=sys.stderr)
    watch.start()
    code = first.wait()
    seconds = time.perf_counter() - start
    with suppress(ChildProcessError):
        while True:
            os.wait()
    over.set()
    watch.join()
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(json.dumps(asdict(Taken(seconds, used.ru_utime + used.ru_stime, max(used.ru_maxrss, *peak) / 1024))))
    return 0 if seconds > float(limit) else code


def _watch(limit: float, over: Event, peak: list[int]) -> None:
    """Keep the peak until it is over; end all that takes too long."""
    start = time.perf_counter()
    cost = 0.0
    while not over.wait(max(EVERY, cost / SHARE)):
        look = time.perf_counter()
        family = _family()
        peak[0] = max(peak[0], sum(map(_memory, family)))
        cost = time.perf_counter() - look
        for process in family if look - start > limit else ():
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)


def _family() -> list[int]:
    """All processes below this one."""
    children = defaultdict(list)
    for name in filter(str.isdecimal, os.listdir(PROC)):
        with suppress(OSError):
            parent = (PROC / name / "stat").read_text().rpartition(")")[2].split()[1]
            children[int(parent)].append(int(name))
    found = [os.getpid()]
    for process in found:
        found += children[process]
    return found[1:]


def _memory(process: int) -> int:
    """The kB of a process, its part of what it shares; none of one that has ended."""
    with suppress(OSError):
        lines = (PROC / str(process) / "smaps_rollup").read_text().splitlines()
        return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
