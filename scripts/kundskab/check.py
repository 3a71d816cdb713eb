"""All that is wrong with a content tree, in one run. Nothing is edited."""

from collections.abc import Iterator
from pathlib import Path

from kundskab.knowledge import Knowledge
from kundskab.load import load
from kundskab.problems import Broken, Problem
from kundskab.rules import copies, languages, overrides, references, safety, structure, wording
from kundskab.settings import Settings
from kundskab.tree import Tree

RULES = (*structure.RULES, *safety.RULES, *references.RULES, *languages.RULES, *wording.RULES, *overrides.RULES)
WARNINGS = wording.WARNINGS


def problems(tree: Tree, raw: Path | None = None) -> tuple[Problem, ...]:
    """Every problem of a tree, sorted; with `raw`, also what pages share with the raw articles in that folder."""
    return tuple(sorted({*tree.problems, *_by_rules(tree), *(copies.shared_runs(tree, raw) if raw else ())}))


def warnings(tree: Tree) -> tuple[Problem, ...]:
    """What an editor should look at; none of it keeps a tree from being built."""
    return tuple(sorted({warning for rule in WARNINGS for warning in rule(tree)}))


def _by_rules(tree: Tree) -> Iterator[Problem]:
    for rule in RULES:
        yield from rule(tree)


def checked(settings: Settings) -> Knowledge:
    """The Knowledge of a tree that has no problem. Raises Broken with all of them otherwise."""
    tree = load(settings)
    if found := problems(tree):
        raise Broken(found)
    return tree.knowledge
