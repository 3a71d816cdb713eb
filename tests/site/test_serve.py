"""Serving while one writes: an edit is shown, a fault is told, and mending it brings the page back."""

import io
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
from playwright.sync_api import Page, expect
from pypdf import PdfReader

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


def test_an_open_page_shows_what_is_saved_and_what_is_wrong_with_it(
    served: tuple[str, Path], fresh_mini: Path, page: Page
) -> None:
    url, _ = served
    file = fresh_mini / "nb/about.md"
    text = file.read_text("utf-8")
    page.goto(f"{url}nb/about/")
    body = page.locator("article")
    file.write_text(text + "\nBrødet er varmt.\n", "utf-8")
    expect(body).to_contain_text("Brødet er varmt.", timeout=PATIENCE * 1000)
    file.write_text(text.replace("---", "--", 1), "utf-8")
    told = page.get_by_role("alert")
    expect(told).to_contain_text("nb/about.md:1: front matter", timeout=PATIENCE * 1000)
    expect(body).to_contain_text("Brødet er varmt.")
    page.goto(f"{url}sv/about/")
    expect(told, "every page tells it").to_contain_text("nb/about.md:1: front matter", timeout=PATIENCE * 1000)
    page.goto(f"{url}nb/about/")
    file.write_text(text + "\nNå er det rettet.\n", "utf-8")
    expect(body).to_contain_text("Nå er det rettet.", timeout=PATIENCE * 1000)
    expect(told).to_have_count(0)


def test_search_and_handouts_follow(served: tuple[str, Path], fresh_mini: Path) -> None:
    url, _ = served
    file = fresh_mini / "da/workshops/tasting-hour.md"
    file.write_text(re.sub("^title: .*", "title: Smagstimen med pandekager", file.read_text("utf-8"), flags=re.M), "utf-8")
    wait_for(f"{url}workshops/tasting-hour/", "Smagstimen med pandekager")
    numbers = range(len(list(fresh_mini.glob("da/*/*.md"))) + 6)
    end = time.monotonic() + PATIENCE
    while not any("pandekager" in shown(f"{url}search/da/page-{number}.json") for number in numbers):
        assert time.monotonic() < end
        time.sleep(0.5)
    wait_for_pdf(f"{url}pdf/da/tasting-hour.pdf", "pandekager")


def wait_for_pdf(url: str, text: str) -> None:
    end = time.monotonic() + PATIENCE
    while True:
        with urlopen(url, timeout=5) as answer:
            if text in PdfReader(io.BytesIO(answer.read())).pages[0].extract_text():
                return
        assert time.monotonic() < end
        time.sleep(0.5)
