"""A content folder as it was read: Knowledge, and what only an editor asks of it."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from kundskab import schema, yamlfile
from kundskab.concepts import Page
from kundskab.contents import PICTURES
from kundskab.facts import note_all, noting
from kundskab.knowledge import Knowledge
from kundskab.passages import Passages, passages
from kundskab.problems import Problem

K = TypeVar("K", bound=Hashable)
T = TypeVar("T")


@dataclass
class Tree:
    """What was read: the published Knowledge, the problems, and the ids that exist but are not in it.

    `words` are the lines of each list of words that a spelling dictionary lacks, by language; `version` tells all data files, as
    they were read, from others.
    """

    knowledge: Knowledge
    problems: list[Problem]
    unreadable: frozenset[str]
    drafts: frozenset[str]
    pages: list[Page]
    data: Mapping[str, yamlfile.Document]
    limits: schema.Limits
    words: Mapping[str, Sequence[str]]
    docs: Path
    version: str
    _made: dict[Hashable, dict[Callable[..., Any], Any]] = field(default_factory=dict, repr=False)

    def is_draft(self, page: Page) -> bool:
        """Whether no reader sees the page yet: it is a draft, or a translation of one."""
        return page.meta.draft or page.id in self.drafts

    def once(self, make: Callable[["Tree", K], T], key: K) -> T:
        """What `make` makes of a page, or whatever else, of this tree: worked out at the first asking."""
        of_key = self._made.setdefault(key, {})
        if make not in of_key:
            with noting() as facts:
                of_key[make] = make(self, key), facts
        made: T
        made, facts = of_key[make]
        note_all(facts)
        return made

    def know(self, make: Callable[["Tree", K], T], key: K, made: T) -> None:
        """Say what `make` makes of a key, where that has been worked out before."""
        self._made.setdefault(key, {})[make] = made, set()

    def forget(self, *keys: Hashable) -> None:
        """Let go of what has been made of some keys; of all, where none is named."""
        for key in keys or list(self._made):
            self._made.pop(key, None)

    def passages_of(self, page: Page) -> Passages:
        """What readers see of a page, or will see of a draft."""
        return self.once(_passages, page)

    @cached_property
    def passages(self) -> Mapping[Page, Passages]:
        """What readers see of each page that is no draft."""
        return {page: self.passages_of(page) for page in self.pages if not self.is_draft(page)}

    @property
    def pictures(self) -> Path:
        return self.docs / PICTURES

    @cached_property
    def drawn(self) -> frozenset[str]:
        """The ids that have a drawing."""
        return frozenset(path.stem for path in self.pictures.glob("*.svg")) if self.pictures.is_dir() else frozenset()


def _passages(tree: Tree, page: Page) -> Passages:
    return passages(tree.knowledge, page)
