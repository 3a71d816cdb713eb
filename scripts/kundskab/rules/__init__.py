"""What `check` asks of a tree: one generator of problems per rule, gathered in `kundskab.check`.

A rule of PAGE_RULES says what is wrong with one page, and reads of other pages only what it asks for by their ids. One of
TREE_RULES is about the whole tree or its data files; what it needs of every page is worked out page by page (`Tree.once`).
"""

from collections.abc import Callable, Iterator, Mapping
from functools import wraps

from kundskab.concepts import Concept, Page
from kundskab.problems import Problem
from kundskab.tree import Tree

PageRule = Callable[[Tree, Page], Iterator[Problem]]
TreeRule = Callable[[Tree], Iterator[Problem]]


def finished(rule: PageRule) -> PageRule:
    """A rule that spares drafts: they may be short, orphaned and have empty sections."""

    @wraps(rule)
    def spared(tree: Tree, page: Page) -> Iterator[Problem]:
        return iter(()) if tree.is_draft(page) else rule(tree, page)

    return spared


def concept_of(tree: Tree, page: Page) -> Concept | None:
    """The concept that the page is published for."""
    concept = tree.knowledge.concepts.get(page.id)
    return concept if concept and concept.pages.get(page.lang) is page else None


def digests(tree: Tree, page: Page) -> Mapping[str, str]:
    return page.digests()
