"""What the words of a page come to, worked out in one pass: how many there are, and what they mention."""

from collections.abc import Callable, Iterable, Sequence, Set
from itertools import compress
from operator import not_
from typing import NamedTuple, TypeVar

from kundskab import markup
from kundskab.concepts import Page
from kundskab.rules.forms import Beginnings, Sought, Words, cut, of_inflected, of_whole, small
from kundskab.rules.vocabulary import vocabulary
from kundskab.tree import Tree

T = TypeVar("T")
WRONG = -1
"""The key of the forms that a page should not have; a term's is its place."""


class Reading(NamedTuple):
    """Of a page: how many words its running text has, and whether what it shows may have a wrong one; by their places the terms of
    the glossary that it uses, and the groups of synonyms that search finds it by; the words of `splits.yml` that it has."""

    words: int
    wrong: bool
    terms: tuple[int, ...]
    synonyms: tuple[int, ...]
    splits: tuple[str, ...]


def reading(tree: Tree, page: Page) -> Reading:
    passages, glossary = tree.passages_of(page), tree.once(_glossary, page.lang)
    text = _joined(passages.texts)
    words = cut(text)
    around = markup.words(compress(passages.texts, map(not_, passages.running)))
    terms = glossary.found(words.runs, text.replace("\n", " "))
    own = _joined([own for own, text in zip(passages.own, passages.texts, strict=True) if own is not text])
    wrong = WRONG in terms or (own and WRONG in glossary.found(cut(own).runs, own))
    groups, splits = searched(tree, page.lang, text, words)
    others, more = searched(tree, page.lang, _joined([*page.meta.terms, *page.meta.questions]))
    number, terms = words.number - around, terms - {WRONG}
    return Reading(number, bool(wrong), tuple(terms), tuple({*groups, *others}), tuple({*splits, *more}))


def searched(tree: Tree, lang: str, text: str, words: Words | None = None) -> tuple[Set[int], Set[str]]:
    """The groups of synonyms and the split compounds that stand in a text."""
    groups, splits = tree.once(_groups, lang), tree.once(_splits, lang)
    if not groups and not splits:
        return set(), set()
    words = words or cut(text)
    return groups.found(words.runs, text) if groups else set(), splits.found(words.words) if splits else set()


def _joined(texts: Sequence[str]) -> str:
    return small("\n".join(filter(None, texts)))


def mentioned(tree: Tree, what: Callable[[Reading], Iterable[T]], but: str = "") -> dict[str, set[T]]:
    """By language: what its pages that are no drafts mention, without those of the id `but`."""
    found: dict[str, set[T]] = {lang: set() for lang in tree.knowledge.languages}
    for page in tree.pages:
        if page.id != but and not tree.is_draft(page):
            found[page.lang].update(what(tree.once(reading, page)))
    return found


def _glossary(tree: Tree, lang: str) -> Sought:
    wordings = [(index, term.wordings[lang]) for index, term in enumerate(tree.knowledge.terms)]
    terms = [of_inflected(index, form) for index, ours in wordings for form in (ours.preferred, *ours.accepted)]
    return Sought([*terms, *tree.once(vocabulary, lang).suspects(WRONG)])


def _groups(tree: Tree, lang: str) -> Sought | None:
    groups = tree.knowledge.synonyms.get(lang, ())
    return Sought(of_whole(index, form) for index, group in enumerate(groups) for form in group) if groups else None


def _splits(tree: Tree, lang: str) -> Beginnings | None:
    splits = tree.knowledge.splits.get(lang, ())
    return Beginnings(word.lower() for word in splits) if splits else None
