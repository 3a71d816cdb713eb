"""Built sites, each made once a run by the real script, and a browser to look at them."""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from kundskab.settings import PROJECT

MINI = PROJECT / "tests" / "trees" / "mini"
ROOTS = {"da": "", "nb": "nb/", "sv": "sv/"}
"""Where each language begins."""
TYPES = (
    "",
    "principles/",
    "areas/listen/",
    "principles/know-the-mandate/",
    "articles/no-more-customers/",
    "situations/too-expensive/",
    "reading-lists/first-week-in-sales/",
    "workshops/listening-lab/",
    "glossary/",
    "about/",
    "situations/",
    "map/",
)
"""A page of each type."""
Build = Callable[..., subprocess.CompletedProcess[str]]


def run_build(
    docs: Path, site: Path, cwd: Path = PROJECT, prefix: tuple[str, ...] = (), cache: Path = PROJECT / ".cache"
) -> subprocess.CompletedProcess[str]:
    """The real script, as a user starts it."""
    command = [*prefix, str(PROJECT / "scripts/build"), "--docs", str(docs), "--site", str(site)]
    environment = {**os.environ, "KUNDSKAB_CACHE": str(cache)}
    return subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True)


@pytest.fixture
def build() -> Build:
    return run_build


def copy_of_mini(folder: Path) -> Path:
    docs = shutil.copytree(MINI, folder / "docs")
    shutil.copytree(PROJECT / "docs/_data/strings", docs / "_data/strings")
    return docs


@pytest.fixture(scope="session")
def mini_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The mini tree's site."""
    folder = tmp_path_factory.mktemp("mini")
    made = run_build(copy_of_mini(folder), folder / "site")
    assert made.returncode == 0, made.stderr
    return folder / "site"


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The library's own site."""
    folder = tmp_path_factory.mktemp("library")
    made = run_build(PROJECT / "docs", folder / "site")
    assert made.returncode == 0, made.stderr
    return folder / "site"


@pytest.fixture
def fresh_mini(tmp_path: Path) -> Path:
    """A copy of the mini tree to change."""
    return copy_of_mini(tmp_path)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium."""
    path = shutil.which("chromium")
    if not path:
        pytest.skip("chromium is missing, so nothing is tested in a browser; on Debian and Ubuntu: apt install chromium")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield running
        running.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page that fails its test on any console error and any request that fails."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    found = context.new_page()
    faults: list[str] = []
    found.on("console", lambda message: faults.append(message.text) if message.type in ("error", "warning") else None)
    found.on("pageerror", lambda error: faults.append(str(error)))
    found.on(
        "requestfailed",
        lambda request: faults.append(f"{request.url} failed") if "ERR_ABORTED" not in str(request.failure) else None,
    )
    found.on("response", lambda response: faults.append(f"{response.url} {response.status}") if response.status >= 400 else None)
    yield found
    context.close()
    assert faults == []


class _Handler(SimpleHTTPRequestHandler):
    """Answers wrong addresses with the site's own 404.html, as hosts do."""

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        page = Path(self.directory) / "404.html"
        if code != 404 or not page.is_file():
            return super().send_error(code, message, explain)
        self.send_response(404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(page.read_bytes())

    def log_message(self, format: str, *args: object) -> None:
        pass


def _served(folder: Path) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, directory=os.fspath(folder)))
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="session")
def url(site: Path) -> Iterator[str]:
    """Where the library's own site is served."""
    yield from _served(site)


@pytest.fixture(scope="session")
def mini_url(mini_site: Path) -> Iterator[str]:
    yield from _served(mini_site)
