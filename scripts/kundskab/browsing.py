"""A folder served on this machine, and Chromium to look at it: for measurements and pictures."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import unquote, urlsplit


class Unavailable(Exception):
    """What is needed and missing; says how to get it."""


class _Handler(SimpleHTTPRequestHandler):
    """Remembers the paths that were asked for and sent, also by workers."""

    def __init__(self, *arguments: Any, sent: list[str], **options: Any) -> None:
        self._sent = sent
        super().__init__(*arguments, **options)

    def log_request(self, code: object = "-", size: object = "-") -> None:
        if code == 200:
            self._sent.append(unquote(urlsplit(self.path).path).removeprefix("/"))

    def log_message(self, format: str, *arguments: object) -> None:
        pass


@contextmanager
def served(folder: Path) -> Iterator[tuple[str, list[str]]]:
    """Serve a folder; gives its address and the paths sent so far."""
    sent: list[str] = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, directory=str(folder), sent=sent))
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/", sent
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def chromium() -> Iterator[Any]:
    """Debian's Chromium. Raises Unavailable without it."""
    from playwright.sync_api import sync_playwright

    path = shutil.which("chromium")
    if not path:
        raise Unavailable("chromium is missing; on Debian and Ubuntu: apt install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()
