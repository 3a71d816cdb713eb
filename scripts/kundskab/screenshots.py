"""Pictures of the built site for the README, taken in a real browser."""

from collections.abc import Iterator
from pathlib import Path

from kundskab.browsing import chromium, served

PICTURES = {
    "home": ("", 1280, 900, "light"),
    "principle": ("sv/principles/hold-back-the-solution/", 1280, 900, "dark"),
}
"""Address, width and height in CSS pixels, and colour scheme of each picture."""


def take(site: Path, folder: Path) -> Iterator[Path]:
    """Write each picture as PNG into `folder`. Raises FileNotFoundError where there is no site, Unavailable without Chromium."""
    if not (site / "index.html").is_file():
        raise FileNotFoundError(f"{site}: no site; run scripts/build first")
    folder.mkdir(parents=True, exist_ok=True)
    with served(site) as (url, _), chromium() as browser:
        for name, (address, width, height, scheme) in PICTURES.items():
            page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=scheme)
            page.goto(url + address)
            page.screenshot(path=folder / f"{name}.png")
            yield folder / f"{name}.png"
