"""Handouts made, side by side."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from kundskab.handout import cards, reading, workshops
from kundskab.handout.compiling import Document, made
from kundskab.handout.editions import CARDS, CHOICE, FACILITATOR, LIBRARY, LIST, NORDIC, Edition
from kundskab.handout.typesetting import Unsettable
from kundskab.knowledge import Knowledge
from kundskab.settings import CACHE, Settings

KEPT = CACHE / "handouts"
"""PDFs by the digest of all that they are made of."""


@dataclass(frozen=True, slots=True)
class Handout:
    """A PDF and its number of pages."""

    edition: Edition
    pdf: bytes
    pages: int

    @property
    def kilobytes(self) -> int:
        return round(len(self.pdf) / 1000)


def make(
    settings: Settings,
    knowledge: Knowledge,
    editions: Sequence[Edition],
    kept: Path | None = None,
    told: Callable[[Handout], None] = lambda handout: None,
) -> list[Handout]:
    """The PDFs of some editions, in their order, set on all cores; `kept` holds those made before, `told` hears of each.

    Raises Unsettable, naming every page that cannot be printed.
    """
    documents, faults = [], []
    for edition in editions:
        try:
            documents.append(document(settings, knowledge, edition))
        except Unsettable as error:
            faults.append(str(error))
    if faults:
        raise Unsettable("\n".join(dict.fromkeys(faults)))
    found: list[Handout] = []
    with ThreadPoolExecutor() as pool:  # Typst works outside Python's lock
        tasks = [pool.submit(made, one, kept) for one in documents]
        for edition, task in zip(editions, tasks, strict=True):
            try:
                found.append(Handout(edition, *task.result()))
                told(found[-1])
            except Unsettable as error:
                faults.append(str(error))
    if faults:
        raise Unsettable("\n".join(dict.fromkeys(faults)))
    return found


def document(settings: Settings, knowledge: Knowledge, edition: Edition) -> Document:
    """An edition, ready to be set. Raises Unsettable where a page holds what cannot be printed."""
    concept, lang = knowledge.concepts.get(edition.id), edition.lang
    if edition.kind == CARDS:
        return cards.cards(settings, knowledge, lang)
    if edition.kind == LIBRARY:
        return reading.library(settings, knowledge, lang)
    if edition.kind == CHOICE:
        return reading.choice(settings, knowledge, edition.pages, lang, edition.title)
    assert concept
    if edition.kind == LIST:
        return reading.reading_list(settings, knowledge, concept, lang)
    if edition.kind == FACILITATOR:
        return workshops.facilitator(settings, knowledge, concept, lang, edition.start)
    if edition.kind == NORDIC:
        return workshops.nordic(settings, knowledge, concept, lang, edition.other)
    return workshops.participant(settings, knowledge, concept, lang)
