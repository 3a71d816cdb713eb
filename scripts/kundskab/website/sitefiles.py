"""The files of the site that are not pages: area colours, the sitemap, drawings, handouts."""

from collections.abc import Iterator
from html import escape
from pathlib import Path

import rcssmin
import rjsmin

from kundskab.knowledge import Knowledge
from kundskab.settings import Settings
from kundskab.website.entries import entries

PAGES = "kundskab.css"


def drawings(docs: Path) -> dict[str, str]:
    """The SVG texts of docs/assets/pictures by name."""
    return {path.stem: path.read_text("utf-8").strip() for path in sorted((docs / "assets" / "pictures").glob("*.svg"))}


def styles_and_scripts(knowledge: Knowledge, folder: Path) -> Iterator[tuple[str, str]]:
    """Our own by their address, without comments and spaces; the pages' styles with the areas' colours."""
    areas = [f'[data-area="{area.id}"] {{ --area: light-dark({area.light}, {area.dark}) }}' for area in knowledge.areas]
    for path in sorted((folder / "stylesheets").glob("*.css")):
        rules = "\n".join([path.read_text("utf-8"), *(areas if path.name == PAGES else [])])
        yield path.relative_to(folder).as_posix(), f"{rcssmin.cssmin(rules)}\n"
    for path in sorted((folder / "javascripts").glob("*.js")):
        yield path.relative_to(folder).as_posix(), f"{rjsmin.jsmin(path.read_text('utf-8'))}\n"


def sitemap(knowledge: Knowledge, settings: Settings) -> str:
    """All written pages with their languages (sitemaps.org); a page shown in another's place is not listed."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>']
    lines.append('<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">')
    addresses: dict[tuple[str, str], dict[str, str]] = {}
    for lang in knowledge.languages:
        for entry in entries(knowledge, lang):
            if not entry.is_fallback:
                key = (entry.concept.id if entry.concept else "", entry.overview)
                addresses.setdefault(key, {})[lang] = settings.site_url + entry.address
    for by_language in addresses.values():
        lines += _urls(by_language)
    return "\n".join([*lines, "</urlset>", ""])


def _urls(by_language: dict[str, str]) -> Iterator[str]:
    for url in by_language.values():
        yield "  <url>"
        yield f"    <loc>{escape(url)}</loc>"
        for lang, other in {**by_language, "x-default": next(iter(by_language.values()))}.items():
            yield f'    <xhtml:link rel="alternate" hreflang="{lang}" href="{escape(other)}"/>'
        yield "  </url>"
