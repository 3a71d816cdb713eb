"""All that is wrong with a content tree, in one run. Nothing is edited."""

from collections.abc import Iterator
from pathlib import Path

from kundskab.concepts import Page
from kundskab.knowledge import Knowledge
from kundskab.load import load
from kundskab.problems import Broken, Problem
from kundskab.rules import PageRule, TreeRule, copies, languages, overrides, references, safety, structure, wording
from kundskab.rules.reading import Reading, reading
from kundskab.settings import Settings
from kundskab.tree import Tree

PAGE_RULES: tuple[PageRule, ...] = (
    *structure.PAGE_RULES,
    *safety.PAGE_RULES,
    *references.PAGE_RULES,
    *wording.PAGE_RULES,
    *languages.PAGE_RULES,
)
TREE_RULES: tuple[TreeRule, ...] = (
    *safety.TREE_RULES,
    *references.TREE_RULES,
    *languages.TREE_RULES,
    *wording.TREE_RULES,
    *overrides.TREE_RULES,
)
WARNINGS: tuple[PageRule, ...] = wording.WARNINGS


def problems(tree: Tree, raw: Path | None = None) -> tuple[Problem, ...]:
    """Every problem of a tree, sorted; with `raw`, also what pages share with the raw articles in that folder."""
    pages = (problem for page in tree.pages for problem in page_problems(tree, page))
    return tuple(sorted({*tree.problems, *pages, *tree_problems(tree), *(copies.shared_runs(tree, raw) if raw else ())}))


def of_page(tree: Tree, page: Page) -> tuple[tuple[Problem, ...], Reading | None]:
    """What is wrong with one page, and what the rules of the whole ask of it; all else that was made of it is let go."""
    found = tuple(page_problems(tree, page)), None if tree.is_draft(page) else tree.once(reading, page)
    tree.forget(page)
    return found


def know(tree: Tree, page: Page, read: Reading | None) -> None:
    """Say what the rules of the whole ask of a page, from an earlier time."""
    if read:
        tree.know(reading, page, read)


def page_problems(tree: Tree, page: Page) -> Iterator[Problem]:
    """What is wrong with one page, beside what kept it from being read."""
    for rule in PAGE_RULES:
        yield from rule(tree, page)


def tree_problems(tree: Tree) -> Iterator[Problem]:
    """What is wrong with the whole and with the data files."""
    for rule in TREE_RULES:
        yield from rule(tree)


def warnings(tree: Tree) -> tuple[Problem, ...]:
    """What an editor should look at; none of it keeps a tree from being built."""
    return tuple(sorted({warning for page in tree.pages for rule in WARNINGS for warning in rule(tree, page)}))


def checked(settings: Settings) -> Knowledge:
    """The Knowledge of a tree that has no problem. Raises Broken with all of them otherwise."""
    tree = load(settings)
    if found := problems(tree):
        raise Broken(found)
    return tree.knowledge
