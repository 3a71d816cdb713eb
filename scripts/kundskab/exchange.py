"""A new tree in place of an old one, so that at every moment a whole one stands there."""

import ctypes
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

AT_FDCWD = -100
RENAME_EXCHANGE = 2  # linux/fs.h
SIGNS = ("index.html", "sitemap.xml")
"""What a folder holds that a build of ours has made."""


class Refused(Exception):
    """A target that must not be replaced; says why."""


@contextmanager
def replacing(target: Path, *spared: Path, spare: Path | None = None) -> Iterator[Path]:
    """An empty folder to build into, which takes the place of `target` when the block ends well, and else is removed.

    What stood there before becomes `spare`, where that is given, for the next build to `adopt`; else it is removed. What an
    interrupted run left is finished or removed first. Raises Refused where `target` is not a site of ours, holds one of the
    `spared` paths or lies inside the first of them, or where another build is under way.
    """
    _refuse_foreign(target, spared)
    new, old = _beside(target)
    new.parent.mkdir(parents=True, exist_ok=True)
    new.mkdir(exist_ok=True)
    with _locked(new):
        if not target.exists() and old.exists():
            old.rename(target)
        for left in (*new.iterdir(), *([old] if old.exists() else [])):
            _remove(left)
        tree = new / "tree"
        try:
            tree.mkdir()
            yield tree
            _put(tree, old, target)
            if spare and tree.exists():
                with suppress(OSError):  # another file system
                    spare.parent.mkdir(parents=True, exist_ok=True)
                    tree.rename(spare)
        finally:
            shutil.rmtree(new, ignore_errors=True)


def adopt(spare: Path, folder: Path) -> bool:
    """Put the tree that stood there before the last build in place of an empty folder, if there still is one."""
    if not spare.is_dir():
        return False
    try:
        folder.rmdir()
        spare.rename(folder)
    except OSError:
        folder.mkdir(exist_ok=True)
        return False
    return True


def _refuse_foreign(target: Path, spared: tuple[Path, ...]) -> None:
    for path in spared:
        if path == target or path.is_relative_to(target):
            raise Refused(f"{target} holds {path}, which a build would remove; name a folder of its own")
    if spared and target.is_relative_to(spared[0]):
        raise Refused(f"{target} lies inside {spared[0]}, which is read; name a folder outside it")
    if target.exists() and not target.is_dir():
        raise Refused(f"{target} is a file; name a folder")
    if target.is_dir() and any(target.iterdir()) and not all((target / sign).is_file() for sign in SIGNS):
        raise Refused(f"{target} holds files that are no site of ours; name another folder, or empty it")


def _beside(target: Path) -> tuple[Path, Path]:
    return target.with_name(f".{target.name}.kundskab-new"), target.with_name(f".{target.name}.kundskab-old")


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Hold a folder against other runs, until the process ends; where the system has no such lock, go on without."""
    try:
        import fcntl
    except ImportError:
        yield
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise Refused("another build is under way into the same folder; wait until it ends") from None
    else:
        yield
    finally:
        os.close(handle)


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink()


def _put(new: Path, old: Path, target: Path) -> None:
    """An exchange of names where the system has one, else two renames; `new` then holds the old tree, or is gone."""
    if not target.exists():
        new.rename(target)
    elif not _exchange(new, target):
        target.rename(old)
        new.rename(target)
        with suppress(FileNotFoundError):
            shutil.rmtree(old)


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two names in one step (renameat2, Linux 3.15); False where the system cannot."""
    if not sys.platform.startswith("linux"):
        return False
    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if rename is None:
        return False
    return int(rename(AT_FDCWD, os.fsencode(one), AT_FDCWD, os.fsencode(other), RENAME_EXCHANGE)) == 0
