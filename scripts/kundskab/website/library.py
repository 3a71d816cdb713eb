"""What all pages of a site share."""

from collections.abc import Sequence
from functools import cached_property

from kundskab.facts import Fact, note
from kundskab.handout.editions import Offer, of_concept
from kundskab.knowledge import Knowledge
from kundskab.render import Links, Renderer
from kundskab.settings import Settings
from kundskab.share import Desk

HANDOUTS = "handouts"


class Library:
    """The model, with what is made of it before the pages."""

    def __init__(self, settings: Settings, knowledge: Knowledge) -> None:
        self.settings, self.knowledge = settings, knowledge
        self._offers: Sequence[Offer] = ()

    def offer(self, offers: Sequence[Offer]) -> None:
        """Say which handouts there are."""
        self._offers = offers

    def handouts(self, id: str, lang: str) -> list[Offer]:
        """The PDFs of a concept or collection for readers of a language."""
        note(HANDOUTS, id, lang)
        return of_concept(self._offers, id, lang)

    def fact(self, fact: Fact) -> object:
        """What a fact is at present."""
        kind, *names = fact
        return tuple(self.handouts(*names)) if kind == HANDOUTS else self.knowledge.fact(fact)

    @cached_property
    def renderer(self) -> Renderer:
        return Renderer(self.settings.extensions, Links(self.knowledge))

    @cached_property
    def desk(self) -> Desk:
        return Desk(self.settings, self.knowledge)
