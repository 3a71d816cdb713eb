"""What Typst makes for a site: handouts, and pictures for links. To be imported where one is made: it takes its time."""

from collections.abc import Collection, Sequence

from kundskab import pictures
from kundskab.handout import compiling, handouts
from kundskab.handout.editions import Edition
from kundskab.knowledge import Knowledge
from kundskab.settings import Settings
from kundskab.share import Card


def handout(settings: Settings, knowledge: Knowledge, edition: Edition) -> tuple[str, bytes, int]:
    """The digest, the PDF and the number of pages of a handout. Raises Unsettable."""
    document = handouts.document(settings, knowledge, edition)
    return document.digest, *compiling.made(document, handouts.KEPT)


def drawn(cards: Sequence[Card]) -> list[tuple[str, bytes]]:
    """The digest and the PNG of each picture. Raises Unsettable."""
    pngs = pictures.make(cards, pictures.KEPT)
    return [(pictures.digest(card), pngs[card.address]) for card in cards]


def forget(digests: Collection[str]) -> None:
    """Keep what has these digests no longer."""
    for kept in (handouts.KEPT, pictures.KEPT):
        compiling.forget(kept, digests)
