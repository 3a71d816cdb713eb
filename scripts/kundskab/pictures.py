"""Pictures for links, drawn with Typst: 1200 × 630 pixels."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib.resources import files
from pathlib import Path

import typst

from kundskab.handout import compiling
from kundskab.handout.compiling import MAIN, TEMPLATE, compiler, keep, strict, template
from kundskab.handout.typesetting import Unsettable
from kundskab.settings import CACHE
from kundskab.share import BATCH, Card

LOOK = "share.typ"
PPI = 144
"""Of a page of 600 × 315 pt."""
HEAD, FOOT = b"\x89PNG\r\n\x1a\n", b"IEND\xaeB`\x82"
KEPT = CACHE / "share"
"""PNGs by the digest of all that they are made of."""


def digest(card: Card) -> str:
    """Of all that a picture is made of."""
    return compiling.digest(card.images, card.code, template(), _look(), str(PPI))


def make(cards: Sequence[Card], kept: Path | None = None) -> dict[str, bytes]:
    """PNGs by address, set on all cores; `kept` holds those made before.

    Raises Unsettable, naming every page whose picture cannot be set.
    """
    made = {card.address: png for card in cards if kept and (png := _found(kept / f"{digest(card)}.png"))}
    missing = [card for card in cards if card.address not in made]
    faults: list[str] = []
    with ThreadPoolExecutor() as pool:  # Typst works outside Python's lock
        batches = [missing[start : start + BATCH] for start in range(0, len(missing), BATCH)]
        for batch, results in zip(batches, pool.map(_batch, batches), strict=True):
            for card, result in zip(batch, results, strict=True):
                if isinstance(result, Unsettable):
                    faults.append(str(result))
                    continue
                made[card.address] = result
                if kept:
                    keep(kept / f"{digest(card)}.png", result)
    if faults:
        raise Unsettable("\n".join(faults))
    return made


def _found(path: Path) -> bytes | None:
    """A picture made before, if it is whole."""
    png = path.read_bytes() if path.is_file() else b""
    return png if png.startswith(HEAD) and png.endswith(FOOT) else None


def _batch(cards: Sequence[Card]) -> list[bytes | Unsettable]:
    """The pictures of some cards, or why there is none."""
    try:
        return [*_set(cards)]
    except typst.TypstError as error:
        if len(cards) > 1:
            return [one for card in cards for one in _batch([card])]
        remedy = "mend its title, its summary or the drawings that it shows"
        return [Unsettable(f"{cards[0].page}: the picture for shared links cannot be set: {error}; {remedy}")]


def _set(cards: Sequence[Card]) -> list[bytes]:
    """One PNG each. Raises typst.TypstError, also for what Typst only warns of."""
    code = "\n".join([f'#import "{LOOK}": card', *(card.code for card in cards)])
    images = {name: content for card in cards for name, content in card.images.items()}
    with compiler({TEMPLATE: template().encode(), LOOK: _look().encode(), MAIN: code.encode(), **images}) as typesetter:
        pngs, warnings = typesetter.compile_with_warnings(format="png", ppi=PPI)
    strict(warnings)
    return [pngs] if isinstance(pngs, bytes) else list(pngs or ())


def _look() -> str:
    return (files(__package__) / LOOK).read_text("utf-8")
