"""A site from a content folder: read, checked, brought up to date, put in its place, remembered."""

import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

from kundskab import check, exchange, memory
from kundskab.load import Known
from kundskab.memory import Memory
from kundskab.settings import CACHE, PROJECT, Settings
from kundskab.tree import Tree
from kundskab.website.building import Building, version

FILES, PAGES = "files", "pages"
"""Where a memory keeps the stamps of the site's files, and the pages that were read."""
MOST = 16
"""How many sites are remembered; those built longest ago are forgotten."""

Told: TypeAlias = Callable[[str], None]
"""Hears what a user should know."""


def build(settings: Settings, target: Path, told: Told) -> None:
    """Bring the site in `target` up to date; until it is whole, the old one stands there.

    Raises exchange.Refused, Broken or building.Unmade; the old site is then as it was.
    """
    kept = _place(settings.docs, target)
    with exchange.replacing(target, settings.docs.resolve(), PROJECT, Path.cwd()) as new:
        known = _remembered(kept, told)
        tree = Tree(new, {}, target, known.attic.get(FILES, {}))
        pages = known.attic.setdefault(PAGES, Known())
        Building(settings, check.checked(settings, pages), known, tree).run()
        known.attic[FILES] = tree.stamps
    try:
        known.write(kept)
        for old in sorted(kept.parent.iterdir(), key=lambda path: path.stat().st_mtime)[:-MOST]:
            old.unlink()
    except OSError as error:
        told(f"{kept}: {error.strerror}; the site is built, but the next build will begin from nothing")


def _remembered(path: Path, told: Told) -> Memory:
    now = version()
    try:
        found = memory.read(path)
    except FileNotFoundError:
        return Memory(now)
    except memory.Unreadable as error:
        told(f"{error}; everything is built again")
        return Memory(now)
    return found if found.version == now else Memory(now)


def _place(docs: Path, target: Path) -> Path:
    """Where what is known of a site is kept; the project may be moved, with what lies in it."""
    names = [os.path.relpath(path, PROJECT) if path.is_relative_to(PROJECT) else str(path) for path in (docs.resolve(), target)]
    return CACHE / "sites" / hashlib.blake2b("\n".join(names).encode(), digest_size=8).hexdigest()
