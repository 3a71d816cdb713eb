"""A site from a content folder: read, checked, brought up to date, put in its place, remembered."""

import gc
import hashlib
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeAlias

from kundskab import exchange, memory
from kundskab.folder import Folder, Stamps, addresses
from kundskab.load import Known, load
from kundskab.memory import Memory
from kundskab.report import Report
from kundskab.settings import CACHE, PROJECT, Settings
from kundskab.website import versions
from kundskab.website.building import Building, Progress, quiet

FILES, SPARE, PAGES, TURN = "files", "spare", "pages", "turn"
"""Where a memory keeps the stamps of the site's files, of those that stood there before, the pages that were read, and the
number of the build, which the spare tree bears too.
"""
MOST = 16
"""How many sites are remembered; those built longest ago are forgotten."""

Told: TypeAlias = Callable[[str], None]
"""Hears what a user should know."""


def build(settings: Settings, target: Path, told: Told, progress: Progress = quiet) -> Report:
    """Bring the site in `target` up to date; until it is whole, the old one stands there.

    Raises exchange.Refused, Broken or building.Unmade; the old site is then as it was.
    """
    report = Report()
    kept = place(settings.docs, target)
    with report.stage("remember"), _uncollected():
        known = remembered(kept, told)
    turn = known.attic.get(TURN, 0)
    with exchange.replacing(target, settings.docs.resolve(), PROJECT, Path.cwd(), spare=_spare(kept, turn + 1)) as new:
        with report.stage("read"), _uncollected():
            tree = load(settings, known.attic.setdefault(PAGES, Known()))
            building = Building(settings, tree, known, report, progress)
            gc.freeze()  # all this stays to the end, and need not be looked through again
        with report.stage("check"):
            building.check()
        before = known.attic.get(FILES, {})
        folder = Folder(new, _adopted(_spare(kept, turn), new, known.attic.get(SPARE, {})), target, before)
        with report.stage("make"):
            building.run(folder)
        known.attic |= {FILES: folder.stamps, SPARE: before, TURN: turn + 1}
    report.bytes = sum(stamp.size for stamp in folder.stamps.values())
    try:
        with report.stage("keep"):
            known.write(kept)
            _forget(kept, turn + 1)
    except OSError as error:
        told(f"{kept}: {error.strerror}; the site is built, but the next build will begin from nothing")
    return report


@contextmanager
def _uncollected() -> Iterator[None]:
    """No look for what could be let go: of what is read, nothing can."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _adopted(spare: Path, new: Path, files: Stamps) -> Stamps:
    """What an empty folder has when a tree with these files has taken its place; nothing where that holds anything else."""
    return files if spare.is_dir() and addresses(spare) == files.keys() and exchange.adopt(spare, new) else {}


def remembered(path: Path, told: Told) -> Memory:
    """What is known of a site; nothing, where anything that makes it has changed."""
    now = versions.of_program()
    try:
        found = memory.read(path)
    except FileNotFoundError:
        return Memory(now)
    except (memory.Unreadable, OSError) as error:
        told(f"{error}; everything is built again")
        return Memory(now)
    return found if found.version == now else Memory(now)


def place(docs: Path, target: Path) -> Path:
    """Where what is known of a site is kept; the project may be moved, with what lies in it."""
    names = [os.path.relpath(path, PROJECT) if path.is_relative_to(PROJECT) else str(path) for path in (docs.resolve(), target)]
    name = hashlib.blake2b("\n".join(names).encode(), digest_size=8).hexdigest()
    return CACHE / "sites" / f"{name}.memory"


def _spare(kept: Path, turn: int) -> Path:
    """The tree that stood there before a build."""
    return kept.with_suffix(f".{turn}")


def _forget(kept: Path, turn: int) -> None:
    """Remove the trees of this site's other turns, and what is kept of all sites but the last ones."""
    memories = sorted(kept.parent.glob("*.memory"), key=lambda path: path.stat().st_mtime)
    for old in memories[:-MOST]:
        for left in kept.parent.glob(f"{old.stem}.*"):
            _remove(left)
    for tree in kept.parent.glob(f"{kept.stem}.*"):
        if tree.suffix[1:].isdecimal() and tree != _spare(kept, turn):
            _remove(tree)


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink()
