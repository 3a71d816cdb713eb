"""The files of the site that are not pages: styles, scripts, the sitemap, what content and theme bring along."""

import os
from collections.abc import Iterable, Iterator
from fnmatch import fnmatch
from html import escape
from pathlib import Path

import rcssmin
import rjsmin

from kundskab.contents import ASSETS
from kundskab.knowledge import Knowledge
from kundskab.settings import PROJECT, Settings
from kundskab.website.entries import entries

PAGES = "kundskab.css"
MISSING = "404.html"
"""The page that answers wrong addresses."""
OVERRIDES = PROJECT / "overrides"
NOT_PUBLISHED = ("*.html", "*.py", "*.pyc", "*.md", "*readme*", "*.xml", "mkdocs_theme.yml", "locales/*")
"""What MkDocs leaves in a theme's folders, besides all that begins with a dot."""


def copies(settings: Settings, knowledge: Knowledge, folders: Iterable[str]) -> dict[str, Path]:
    """The files that are published as they are, by address: the content's assets, then those of a theme's folders, the first
    of each name.
    """
    found = {path: settings.docs / path for path in knowledge.assets if path.startswith(f"{ASSETS}/")}
    for folder in folders:
        for address in _published(folder):
            found.setdefault(address, Path(folder, address))
    return found


def _published(folder: str) -> Iterator[str]:
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            address = os.path.relpath(os.path.join(place, name), folder).replace(os.sep, "/")
            if not name.startswith(".") and not any(fnmatch(address.lower(), pattern) for pattern in NOT_PUBLISHED):
                yield address


def styles_and_scripts(knowledge: Knowledge) -> Iterator[tuple[str, str]]:
    """Our own by their address, without comments and spaces; the pages' styles with the areas' colours."""
    areas = [f'[data-area="{area.id}"] {{ --area: light-dark({area.light}, {area.dark}) }}' for area in knowledge.areas]
    for path in sorted((OVERRIDES / "stylesheets").glob("*.css")):
        rules = "\n".join([path.read_text("utf-8"), *(areas if path.name == PAGES else [])])
        yield path.relative_to(OVERRIDES).as_posix(), f"{rcssmin.cssmin(rules)}\n"
    for path in sorted((OVERRIDES / "javascripts").glob("*.js")):
        yield path.relative_to(OVERRIDES).as_posix(), f"{rjsmin.jsmin(path.read_text('utf-8'))}\n"


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
