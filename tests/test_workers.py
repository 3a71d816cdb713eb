"""Work in several processes, for real."""

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import pytest

from kundskab import workers
from kundskab.memory import Key
from kundskab.settings import PROJECT

HERE = os.getpid()
SCRIPT = """
import os, time
from kundskab import workers
workers._cores = lambda: 3
def work(keys):
    os.write(1, b"%d\\n" % os.getpid())
    time.sleep(0.2)
    return keys
for _ in workers.done(work, [[(str(n),)] for n in range(100)], lambda key: False):
    pass
"""

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="without fork all is done in one process")


@pytest.fixture(autouse=True)
def three_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "_cores", lambda: 3)
    monkeypatch.setattr(workers._Process, "forkable", True)


def batches(count: int, size: int = 2, kind: str = "") -> list[list[Key]]:
    return [[(kind, str(number), str(one)) for one in range(size)] for number in range(count)]


def where(keys: Sequence[Key]) -> list[int]:
    time.sleep(0.01)
    return [os.getpid()] * len(keys)


def test_every_key_is_done_once_and_all_processes_take_part() -> None:
    results = list(workers.done(where, batches(40), lambda key: False))
    assert sorted(key for key, _ in results) == sorted(key for batch in batches(40) for key in batch)
    assert len({pid for _, pid in results}) == 3 and HERE in {pid for _, pid in results}
    assert multiprocessing.active_children() == []


def test_what_is_to_be_done_apart_is_never_done_here() -> None:
    mixed = [*batches(10, kind="apart"), *batches(30)]
    results = list(workers.done(where, mixed, lambda key: key[0] == "apart"))
    assert len(results) == 80
    assert all(pid != HERE for key, pid in results if key[0] == "apart")
    assert any(pid == HERE for _, pid in results)
    results = list(workers.done(where, [*batches(30, kind="apart"), *batches(10)], lambda key: key[0] == "apart"))
    assert len(results) == 80 and len({pid for _, pid in results} - {HERE}) == 3, "where most are, this process only looks on"


def test_large_answers_come_through() -> None:
    results = list(workers.done(lambda keys: ["x" * 3_000_000] * len(keys), batches(12), lambda key: True))
    assert [len(text) for _, text in results] == [3_000_000] * 24


@pytest.mark.parametrize("culprit", [True, False], ids=["here", "in another process"])
def test_what_a_batch_fails_with_is_raised_and_no_process_is_left(culprit: bool) -> None:
    def work(keys: Sequence[Key]) -> Sequence[Key]:
        time.sleep(0.01)
        if (os.getpid() == HERE) is culprit:
            raise ValueError("a page that nobody expected")
        return keys

    with pytest.raises(ValueError, match="nobody expected") as caught:
        list(workers.done(work, batches(20), lambda key: False))
    assert culprit or 'raise ValueError("a page that nobody expected")' in caught.value.__notes__[0]
    assert multiprocessing.active_children() == []


def test_what_cannot_be_sent_is_told_all_the_same() -> None:
    class Unsendable(Exception):
        def __init__(self, path: str, line: int) -> None:
            super().__init__(f"{path}:{line}")

    def work(keys: Sequence[Key]) -> Sequence[Key]:
        raise Unsendable("da/about.md", 3)

    with pytest.raises(workers.Failed, match=r"Unsendable: da/about\.md:3"):
        list(workers.done(work, batches(20), lambda key: True))


def test_a_process_that_is_ended_from_outside_is_told() -> None:
    def work(keys: Sequence[Key]) -> Sequence[Key]:
        if os.getpid() != HERE:
            os.kill(os.getpid(), signal.SIGKILL)
        time.sleep(0.01)
        return keys

    with pytest.raises(workers.Lost, match="run it again"):
        list(workers.done(work, batches(20), lambda key: False))


def test_where_the_first_process_is_killed_the_others_end_too() -> None:
    environment = {**os.environ, "PYTHONPATH": str(PROJECT / "scripts")}
    with subprocess.Popen([sys.executable, "-c", SCRIPT], env=environment, stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout
        pids = {int(running.stdout.readline()) for _ in range(9)}
        running.kill()
    others = pids - {running.pid}
    assert len(others) == 2
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline and any(map(_runs, others)):
        time.sleep(0.05)
    assert not [pid for pid in others if _runs(pid)]


def test_where_nothing_forks_all_is_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers._Process, "forkable", False)
    results = list(workers.done(where, batches(5, kind="apart"), lambda key: True))
    assert len(results) == 10 and {pid for _, pid in results} == {HERE}


def _runs(pid: int) -> bool:
    """Whether a process is there and has not ended."""
    with suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return False
