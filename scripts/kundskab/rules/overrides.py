"""Rules on an editor's overrides for search, spelling and handouts: each is of a language, and those for search do something."""

import re
from collections.abc import Iterator

from kundskab.markup import WORD
from kundskab.problems import Problem, did_you_mean
from kundskab.rules.wording import texts, whole
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
    for code, text in _texts(tree).items() if tree.knowledge.synonyms else ():
        for index, group in enumerate(tree.knowledge.synonyms.get(code, ())):
            if not whole(group).search(text):
                message = "no page has " + " or ".join(f'"{word}"' for word in group)
                line = tree.data[SYNONYMS].line((code, index))
                yield Problem(f"_data/{SYNONYMS}", line, code, message, "add a word that pages use, or remove the group")


def splits(tree: Tree) -> Iterator[Problem]:
    """A compound stands on some page, in whatever form, and its parts make it, with an s or e between them or not."""
    for code, text in _texts(tree).items() if tree.knowledge.splits else ():
        words = set(WORD.findall(text))
        for word, parts in tree.knowledge.splits.get(code, {}).items():
            line = tree.data[SPLITS].line((code, word))
            if not re.fullmatch("[se]?".join(map(re.escape, parts)), word):
                message = " + ".join(f'"{part}"' for part in parts) + f' is not "{word}"'
                remedy = "write the parts as they stand in the word"
                yield Problem(f"_data/{SPLITS}", line, f"{code}.{word}", message, remedy)
            elif not any(other.startswith(word.lower()) for other in words):
                yield Problem(f"_data/{SPLITS}", line, f"{code}.{word}", "no page has this word", "remove it")


def _texts(tree: Tree) -> dict[str, str]:
    """What search finds in each language: the text, terms and questions of its pages, and the glossary's words, in small letters."""
    return {lang: "\n".join([text, *map(str.lower, _words(tree, lang))]) for lang, text in texts(tree).items()}


def _words(tree: Tree, lang: str) -> Iterator[str]:
    for page in (page for page in tree.passages if page.lang == lang):
        yield from (*page.meta.terms, *page.meta.questions)
    for ours in (term.wordings[lang] for term in tree.knowledge.terms):
        yield from (ours.preferred, *ours.accepted, ours.definition)


RULES = (languages, synonyms, splits)
