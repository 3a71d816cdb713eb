"""Serving while one writes: an edit is shown, a fault is told, and mending it brings the page back."""

import os
import re
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from kundskab.settings import PROJECT

PATIENCE = 60


def shown(url: str) -> str:
    try:
        with urlopen(url, timeout=5) as answer:
            return str(answer.read().decode("utf-8"))
    except (URLError, ConnectionError, TimeoutError):
        return ""


def wait_for(url: str, text: str) -> None:
    end = time.monotonic() + PATIENCE
    while text not in shown(url):
        assert time.monotonic() < end, f"{text!r} did not appear at {url}"
        time.sleep(0.2)


@pytest.fixture
def served(fresh_mini: Path, tmp_path: Path) -> Iterator[tuple[str, Path]]:
    log = tmp_path / "log"
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    command = [str(PROJECT / "scripts/serve"), "--docs", str(fresh_mini), "--address", address]
    with log.open("wb") as out:
        running = subprocess.Popen(command, stdout=out, stderr=out, start_new_session=True)
    try:
        end = time.monotonic() + PATIENCE
        while not (found := re.search(r"Serving on (http://127\.0\.0\.1:\d+/)", log.read_text("utf-8"))):
            assert time.monotonic() < end and running.poll() is None, log.read_text("utf-8")
            time.sleep(0.2)
        yield found[1], log
    finally:
        os.killpg(running.pid, signal.SIGTERM)
        running.wait()


def test_an_edit_is_shown_and_a_fault_is_told_until_it_is_mended(served: tuple[str, Path], fresh_mini: Path) -> None:
    url, log = served
    page = fresh_mini / "sv/about.md"
    text = page.read_text("utf-8")
    page.write_text(text + "\nEn helt ny mening om bröd.\n", "utf-8")
    wait_for(f"{url}sv/about/", "En helt ny mening om bröd.")
    page.write_text(text.replace("title:", "titel:", 1), "utf-8")
    end = time.monotonic() + PATIENCE
    while "sv/about.md:2: titel: unknown key" not in log.read_text("utf-8"):
        assert time.monotonic() < end, log.read_text("utf-8")
        time.sleep(0.2)
    page.write_text(text + "\nNu stämmer det igen.\n", "utf-8")
    wait_for(f"{url}sv/about/", "Nu stämmer det igen.")
