"""A folder of files brought from one state to another: what is the same stays, or is linked from another folder, not written."""

import hashlib
import os
import shutil
from collections.abc import Collection, Mapping
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple, TypeAlias


class Stamp(NamedTuple):
    """What tells a file that we wrote from any other: its content's digest, and its size, time and inode on the disk."""

    digest: str
    size: int
    time: int
    inode: int


Stamps: TypeAlias = Mapping[str, Stamp]
"""The files of a folder by their address in it."""


class Folder:
    """Brings `folder`, which holds the files `has`, to a new state; files may be linked from `source`, which holds `there`.

    `stamps` are those of the new state: whoever puts or keeps a file sees to it that its stamp gets there.
    """

    def __init__(self, folder: Path, has: Stamps, source: Path | None = None, there: Stamps | None = None) -> None:
        self._folder, self._has = os.fspath(folder), has
        self._source, self._there = (os.fspath(source), there or {}) if source else (self._folder, has)
        self._folders: set[str] = set()
        self.stamps: dict[str, Stamp] = {}

    def put(self, address: str, content: bytes) -> Stamp:
        """A file with this content."""
        digest = hashlib.blake2b(content, digest_size=16).hexdigest()
        found = self._there.get(address)
        if found and found.digest == digest and (stamp := self.keep(address)):
            return stamp
        return self._written(self._path(address), content, digest)

    def keep(self, address: str) -> Stamp | None:
        """A file as it stands in the folder or in the source; None where neither stands as we left it."""
        found = self._there.get(address)
        if found is None:
            return None
        if self._has.get(address) == found and _is(f"{self._folder}/{address}", found):
            return found
        source = f"{self._source}/{address}"
        return _linked(source, self._path(address), found.digest) if _is(source, found) else None

    def only(self, addresses: Collection[str]) -> None:
        """Remove all other files, and the folders that are left empty."""
        for address in (self._has.keys() | self.stamps.keys()) - set(addresses):
            self.stamps.pop(address, None)
            path = f"{self._folder}/{address}"
            with suppress(FileNotFoundError):
                os.unlink(path)
            with suppress(OSError):
                while (path := os.path.dirname(path)) != self._folder:
                    os.rmdir(path)

    def _path(self, address: str) -> str:
        """Where a file stands; its folder is made."""
        path = f"{self._folder}/{address}"
        folder = os.path.dirname(path)
        if folder not in self._folders:
            with suppress(FileExistsError):
                _make(folder)
            self._folders.add(folder)
        return path

    def _written(self, path: str, content: bytes, digest: str) -> Stamp:
        """A file that is there is replaced whole; a new one, which nobody looks for yet, is quicker written where it stands."""
        try:
            with open(path, "xb") as file:
                file.write(content)
        except FileExistsError:
            part = f"{path}.part"
            with open(part, "wb") as file:
                file.write(content)
            os.replace(part, path)
        return _stamp(path, digest)


def addresses(folder: Path) -> set[str]:
    """All that is in a folder and is not a folder itself."""
    found, inner = set(), [""]
    while inner:
        within = inner.pop()
        with os.scandir(folder / within) as entries:
            for entry in entries:
                address = within + entry.name
                if entry.is_dir(follow_symlinks=False):
                    inner.append(f"{address}/")
                else:
                    found.add(address)
    return found


def _make(folder: str) -> None:
    try:
        os.mkdir(folder)  # much quicker than `makedirs`
    except FileNotFoundError:
        os.makedirs(folder, exist_ok=True)


def _linked(source: str, path: str, digest: str) -> Stamp:
    with suppress(FileNotFoundError):
        os.unlink(path)
    try:
        os.link(source, path)
    except OSError:  # another file system, or one without links
        shutil.copy2(source, path)
    return _stamp(path, digest)


def _stamp(path: str, digest: str) -> Stamp:
    found = os.stat(path)
    return Stamp(digest, found.st_size, found.st_mtime_ns, found.st_ino)


def _is(path: str, stamp: Stamp) -> bool:
    try:
        found = os.stat(path)
    except OSError:
        return False
    return (found.st_size, found.st_mtime_ns, found.st_ino) == stamp[1:]
