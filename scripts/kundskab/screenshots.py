"""Pictures of the built site for the README, taken in a real browser."""

from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from shutil import which
from threading import Thread

from playwright.sync_api import sync_playwright

PICTURES = {
    "home": ("", 1280, 900, "light"),
    "principle": ("sv/principles/hold-back-the-solution/", 1280, 900, "dark"),
}
"""Address, width and height in CSS pixels, and colour scheme of each picture."""


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


def take(site: Path, folder: Path) -> Iterator[Path]:
    """Write each picture as PNG into `folder`. Raises FileNotFoundError where there is no site or no Chromium."""
    browser_path = which("chromium")
    if not (site / "index.html").is_file():
        raise FileNotFoundError(f"{site}: no site; run scripts/build first")
    if not browser_path:
        raise FileNotFoundError("chromium is missing; on Debian and Ubuntu: apt install chromium")
    folder.mkdir(parents=True, exist_ok=True)
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(site)))
    Thread(target=server.serve_forever, daemon=True).start()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path, args=["--no-sandbox"])
        for name, (address, width, height, scheme) in PICTURES.items():
            page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=scheme)  # type: ignore[arg-type]
            page.goto(f"http://127.0.0.1:{server.server_port}/{address}")
            page.screenshot(path=folder / f"{name}.png")
            yield folder / f"{name}.png"
        browser.close()
    server.shutdown()
