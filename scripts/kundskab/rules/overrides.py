"""Rules on an editor's overrides for search: each has a language, and does something."""

import re
from collections.abc import Iterator

from kundskab.load import Tree
from kundskab.problems import Problem, did_you_mean
from kundskab.rules.wording import paragraphs

SYNONYMS, SPLITS = "search/synonyms.yml", "search/splits.yml"


def languages(tree: Tree) -> Iterator[Problem]:
    for path, codes in ((SYNONYMS, tree.knowledge.synonyms), (SPLITS, tree.splits.root)):
        for code in sorted(set(codes) - set(tree.knowledge.languages)):
            remedy = did_you_mean(code, tree.knowledge.languages)
            yield Problem(f"_data/{path}", tree.data[path].line((code,)), code, "not a language of mkdocs.yml", remedy)


def synonyms(tree: Tree) -> Iterator[Problem]:
    """Of the words of a group, some page has one: the others lead there."""
    for code in sorted(set(tree.knowledge.synonyms) & set(tree.knowledge.languages)):
        text = _text(tree, code)
        for index, group in enumerate(tree.knowledge.synonyms[code]):
            if not any(re.search(rf"(?<!\w){re.escape(word.casefold())}", text) for word in group):
                message = "no page has " + " or ".join(f'"{word}"' for word in group)
                line = tree.data[SYNONYMS].line((code, index))
                yield Problem(f"_data/{SYNONYMS}", line, code, message, "add a word that pages use, or remove the group")


def splits(tree: Tree) -> Iterator[Problem]:
    """A compound's parts make the word, with the letters that Nordic compounds are joined by (s, e) between them or not."""
    for code, words in sorted(tree.splits.root.items()):
        for word, parts in words.items():
            if not re.fullmatch("[se]?".join(map(re.escape, parts)), word):
                message = " and ".join(f'"{part}"' for part in parts) + f' do not make "{word}"'
                line = tree.data[SPLITS].line((code, word))
                yield Problem(f"_data/{SPLITS}", line, f"{code}.{word}", message, "write the parts as they stand in the word")


def _text(tree: Tree, lang: str) -> str:
    pages = [page for page in tree.pages if page.lang == lang and not page.meta.draft]
    texts = [paragraph.text for page in pages for paragraph in paragraphs(tree, page)]
    return "\n".join([*texts, *(term for page in pages for term in page.meta.terms)]).casefold()


RULES = (languages, synonyms, splits)
