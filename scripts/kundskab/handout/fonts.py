"""The handouts' fonts, from their wheels (both under the SIL Open Font License)."""

from functools import cache
from importlib.metadata import files
from pathlib import Path

import typst

WHEELS = {"font-source-sans-pro": "Source Sans Pro", "font-source-serif-pro": "Source Serif Pro"}


@cache
def fonts() -> typst.Fonts:
    """Our fonts and those inside Typst, whatever the machine has installed.

    Raises FileNotFoundError where a wheel does not hold its family.
    """
    found = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=folders())
    for wheel, family in WHEELS.items():
        if family not in found.families():
            raise FileNotFoundError(f"the wheel {wheel} holds no {family}; run scripts/install again")
    return found


def folders() -> list[str]:
    """Where the wheels' font files lie."""
    return [_folder(wheel) for wheel in WHEELS]


def _folder(wheel: str) -> str:
    """The folder with a wheel's font files; Typst reads it in the order of their names."""
    return next((str(Path(str(path.locate())).parent) for path in files(wheel) or () if path.suffix == ".otf"), ".")
