"""What all pages of a site share."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from kundskab.facts import note
from kundskab.handout.handouts import Handout, of_concept
from kundskab.knowledge import Knowledge
from kundskab.render import Links, Renderer
from kundskab.settings import Settings
from kundskab.share import Desk


@dataclass(frozen=True)
class Library:
    """The model, with what is made of it before the pages: `pdfs` are all handouts."""

    settings: Settings
    knowledge: Knowledge
    pdfs: Sequence[Handout] = field(default=())

    def handouts(self, id: str, lang: str) -> list[Handout]:
        """The PDFs of a concept or collection for readers of a language."""
        note("handouts", id, lang)
        return of_concept(self.pdfs, id, lang)

    @cached_property
    def renderer(self) -> Renderer:
        return Renderer(self.settings.extensions, Links(self.knowledge))

    @cached_property
    def desk(self) -> Desk:
        return Desk(self.settings, self.knowledge)
