"""A new tree in place of an old one, so that at every moment a whole one stands there."""

import ctypes
import os
import shutil
import sys
from pathlib import Path

AT_FDCWD = -100
RENAME_EXCHANGE = 2  # linux/fs.h


def prepare(target: Path) -> Path:
    """An empty folder beside `target` to build into; what an interrupted run left there is finished or removed first."""
    new, old = _beside(target)
    if not target.exists() and old.exists():
        old.rename(target)
    for left in (new, old):
        if left.exists():
            shutil.rmtree(left)
    new.mkdir(parents=True)
    return new


def put(target: Path) -> None:
    """Put the prepared folder in place of `target`: an exchange of names where the system has one, else two renames."""
    new, old = _beside(target)
    if not target.exists():
        new.rename(target)
    elif _exchange(new, target):
        shutil.rmtree(new)
    else:
        target.rename(old)
        new.rename(target)
        shutil.rmtree(old)


def drop(target: Path) -> None:
    """Remove the prepared folder of a build that failed."""
    shutil.rmtree(_beside(target)[0], ignore_errors=True)


def _beside(target: Path) -> tuple[Path, Path]:
    return target.with_name(target.name + ".new"), target.with_name(target.name + ".old")


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two names in one step (renameat2, Linux 3.15); False where the system cannot."""
    if not sys.platform.startswith("linux"):
        return False
    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if rename is None:
        return False
    return int(rename(AT_FDCWD, os.fsencode(one), AT_FDCWD, os.fsencode(other), RENAME_EXCHANGE)) == 0
