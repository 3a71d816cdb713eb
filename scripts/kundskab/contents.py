"""The files of a content folder: which may be there, and their texts."""

import os
import re
import stat
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from kundskab.problems import Problem

LARGEST = 1_000_000
NAME = re.compile(r"^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+)+$")
FOLDER = re.compile(r"^_?[a-z0-9]+(-[a-z0-9]+)*$")
DATA, TEMPLATES, ASSETS = "_data", "_templates", "assets"
PICTURES = "assets/pictures"
KINDS = tuple(
    re.compile(kind)
    for kind in (
        r".*\.md$",
        r"_data/(areas|glossary|limits|strings/\w+|search/(synonyms|splits))\.yml$",
        r"_data/(words|unbroken)/\w+\.txt$",
        r"assets/.*\.(svg|png|jpe?g|webp|gif|pdf)$",
    )
)
"""The files a tree holds: pages, the data files, the words that a spelling dictionary lacks, pictures."""


def files(docs: Path, problems: list[Problem]) -> Iterator[tuple[str, os.stat_result]]:
    """The files of a tree by their relative paths, sorted; what no page can be made of becomes a problem."""
    root = os.path.realpath(docs)

    def tell(path: str, field: str, message: str, remedy: str) -> None:
        problems.append(Problem(os.path.relpath(path, docs).replace(os.sep, "/"), 1, field, message, remedy))

    def unreadable(error: OSError) -> None:
        tell(error.filename, "file", f"cannot be read ({error.strerror})", "give yourself the right to read it")

    for folder, folders, names in os.walk(docs, onerror=unreadable):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in list(folders):
            if os.path.islink(os.path.join(folder, name)):
                folders.remove(name)
                tell(
                    os.path.join(folder, name), "file", "a folder that is a symbolic link", "copy what it points to into the tree"
                )
            elif not FOLDER.match(name):
                tell(
                    os.path.join(folder, name), "file name", f'"{name}" is not kebab-case ASCII', f'rename it to "{kebab(name)}"'
                )
        place = os.path.relpath(folder, docs).replace(os.sep, "/")
        for name in sorted(name for name in names if not name.startswith(".")):
            full, path = os.path.join(folder, name), name if place == "." else f"{place}/{name}"
            found = os.lstat(full)
            within = not stat.S_ISLNK(found.st_mode) or (
                os.path.exists(full) and os.path.realpath(full).startswith(root + os.sep)
            )
            found = os.stat(full) if within and stat.S_ISLNK(found.st_mode) else found
            if not NAME.match(name):
                tell(full, "file name", f'"{name}" is not kebab-case ASCII', f'rename it to "{kebab(name)}"')
            if not within:
                tell(full, "file", "a symbolic link that leaves the tree", "copy the file into the tree")
            elif not stat.S_ISREG(found.st_mode):
                tell(full, "file", "neither a file nor a folder", "remove it")
            elif found.st_size > LARGEST:
                size = f"{found.st_size / 1e6:.1f} MB"
                tell(full, "file", f"{size}; the limit is 1 MB", "split the page, or make the picture smaller")
                yield from [(path, found)] if path.endswith(".md") else []
            elif not any(kind.match(path) for kind in KINDS):
                tell(
                    full,
                    "file",
                    "not a kind of file that this folder holds",
                    "see docs/_templates for pages; pictures go to assets",
                )
            else:
                yield path, found


def kebab(name: str) -> str:
    """The nearest name that may be used: ASCII, lower case, hyphens."""
    letters = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "ä": "ae", "ö": "oe", "é": "e"})
    stem, dot, ending = name.lower().translate(letters).rpartition(".")
    return re.sub(r"[^a-z0-9]+", "-", stem if dot else ending).strip("-") + (f".{ending}" if dot else "")


def read_text(docs: Path, path: str, problems: list[Problem]) -> str | None:
    """A file's text in composed letters, or None and a problem where it cannot be read, is empty, too large (told before) or not UTF-8."""
    if (docs / path).stat().st_size > LARGEST:
        return None
    try:
        raw = (docs / path).read_bytes()
    except OSError as error:
        problems.append(Problem(path, 1, "file", f"cannot be read ({error.strerror})", "give yourself the right to read it"))
        return None
    try:
        text = unicodedata.normalize("NFC", raw.decode("utf-8-sig").replace("\r\n", "\n"))
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        remedy = "save the file as UTF-8"
        problems.append(Problem(path, line, "file", f"byte {raw[error.start]:#04x} is not UTF-8", remedy))
        return None
    if not text.strip():
        problems.append(Problem(path, 1, "file", "empty", "copy the template for its type from docs/_templates, or delete it"))
        return None
    return text
