"""The content's drawings with their colours made plain: a stylesheet gives them on the site, and Typst has none."""

import re
from pathlib import Path

FOLDER = Path("assets", "pictures")
INK = "#27231d"
FILL = re.compile(r'(class="k-fill"[^>]*?fill=")[^"]*')


def coloured(docs: Path, name: str, fill: str, line: str = INK) -> bytes | None:
    """The SVG docs/assets/pictures/`name`.svg, its lines and its filled shape in these colours; None where there is none."""
    path = docs / FOLDER / f"{name}.svg"
    if not path.is_file():
        return None
    return FILL.sub(rf"\g<1>{fill}", path.read_text("utf-8")).replace("currentColor", line).encode()


def names(docs: Path) -> list[str]:
    return sorted(path.stem for path in (docs / FOLDER).glob("*.svg"))
