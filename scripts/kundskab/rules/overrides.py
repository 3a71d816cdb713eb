"""Rules on an editor's overrides for search, spelling and handouts: each is of a language, and those for search do something."""

import re
from collections.abc import Iterator, Set

from kundskab.problems import Problem, did_you_mean
from kundskab.rules.reading import mentioned, searched
from kundskab.tree import Tree

SYNONYMS, SPLITS = "search/synonyms.yml", "search/splits.yml"


def languages(tree: Tree) -> Iterator[Problem]:
    places = [(f"words/{code}.txt", 1, code) for code in tree.words]
    places += [(f"unbroken/{code}.txt", 1, code) for code in tree.knowledge.unbroken]
    for path, codes in ((SYNONYMS, tree.knowledge.synonyms), (SPLITS, tree.knowledge.splits)):
        places += [(path, tree.data[path].line((code,)), code) for code in codes]
    for path, line, code in places:
        if code not in tree.knowledge.languages:
            remedy = did_you_mean(code, tree.knowledge.languages)
            yield Problem(f"_data/{path}", line, code, "not a language of mkdocs.yml", remedy)


def synonyms(tree: Tree) -> Iterator[Problem]:
    """Of the words of a group, some page or the glossary has one: the others lead there."""
    used = mentioned(tree, lambda page: page.synonyms) if tree.knowledge.synonyms else {}
    for code, pages in used.items():
        glossary, _ = _glossary(tree, code)
        for index, group in enumerate(tree.knowledge.synonyms.get(code, ())):
            if index not in pages | glossary:
                message = "no page has " + " or ".join(f'"{word}"' for word in group)
                line = tree.data[SYNONYMS].line((code, index))
                yield Problem(f"_data/{SYNONYMS}", line, code, message, "add a word that pages use, or remove the group")


def splits(tree: Tree) -> Iterator[Problem]:
    """A compound stands on some page, in whatever form, and its parts make it, with an s or e between them or not."""
    used = mentioned(tree, lambda page: page.splits) if tree.knowledge.splits else {}
    for code, pages in used.items():
        _, glossary = _glossary(tree, code)
        for word, parts in tree.knowledge.splits.get(code, {}).items():
            line = tree.data[SPLITS].line((code, word))
            if not re.fullmatch("[se]?".join(map(re.escape, parts)), word):
                message = " + ".join(f'"{part}"' for part in parts) + f' is not "{word}"'
                remedy = "write the parts as they stand in the word"
                yield Problem(f"_data/{SPLITS}", line, f"{code}.{word}", message, remedy)
            elif word.lower() not in pages | glossary:
                yield Problem(f"_data/{SPLITS}", line, f"{code}.{word}", "no page has this word", "remove it")


def _glossary(tree: Tree, lang: str) -> tuple[Set[int], Set[str]]:
    """What the glossary's words have of both."""
    wordings = [term.wordings[lang] for term in tree.knowledge.terms]
    text = "\n".join(form for ours in wordings for form in (ours.preferred, *ours.accepted, ours.definition)).lower()
    return searched(tree, lang, text)


TREE_RULES = (languages, synonyms, splits)
