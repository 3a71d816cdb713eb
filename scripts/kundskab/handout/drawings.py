"""The content's drawings with their colours made plain: a stylesheet gives them on the site, and Typst has none."""

import re

from kundskab.knowledge import Knowledge

INK = "#27231d"
FILL = re.compile(r'(class="k-fill"[^>]*?fill=")[^"]*')


def coloured(knowledge: Knowledge, name: str, fill: str, line: str = INK) -> bytes | None:
    """A drawing's SVG, its lines and its filled shape in these colours; None where there is none."""
    svg = knowledge.drawings.get(name)
    return FILL.sub(rf"\g<1>{fill}", svg).replace("currentColor", line).encode() if svg else None
