"""What tells that more is to be made again than what has changed in the content."""

import hashlib
import os
import sys
import sysconfig
from collections.abc import Iterable
from pathlib import Path

from kundskab.settings import PROJECT, Settings
from kundskab.tree import Tree
from kundskab.website.sitefiles import OVERRIDES


def of_program() -> str:
    """Of all that makes a site and is not the content's: our code, Python and the installed packages."""
    packages = [name for name in os.listdir(sysconfig.get_path("purelib")) if name.endswith(".dist-info")]
    code = (path for path in (PROJECT / "scripts").rglob("*") if path.suffix in (".py", ".typ"))
    return _digest([sys.version, *sorted(packages)], code)


def of_frame(settings: Settings, tree: Tree) -> str:
    """Of what all parts of a site rest on: the configuration, the data that all pages share, and the templates."""
    return _digest([settings.version, tree.version], (path for path in OVERRIDES.rglob("*") if path.is_file()))


def _digest(texts: Iterable[str], paths: Iterable[Path]) -> str:
    found = hashlib.blake2b(digest_size=16)
    for content in (*(text.encode() for text in texts), *(path.read_bytes() for path in sorted(paths))):
        found.update(len(content).to_bytes(8, "big") + content)
    return found.hexdigest()
