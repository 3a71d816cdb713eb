"""Rules on the words of a page: how many, how hard to read, and whether they are the glossary's."""

from collections.abc import Iterable, Iterator

from kundskab import markup, readability
from kundskab.concepts import Page
from kundskab.passages import Passage
from kundskab.problems import Problem
from kundskab.rules import finished
from kundskab.rules.reading import mentioned, reading
from kundskab.rules.vocabulary import own_forms, vocabulary
from kundskab.tree import Tree

GLOSSARY = "_data/glossary.yml"
SHORT = 60
"""Words below which a page has too few sentences for LIX to mean anything."""

LONGEST = 3


@finished
def lengths(tree: Tree, page: Page) -> Iterator[Problem]:
    """A page is as long as limits.yml says of its type, counted in words of its text without headings."""
    if not (limits := tree.limits.words.get(page.type)):
        return
    count = tree.once(reading, page).words
    if count < limits[0]:
        yield Problem(page.path, 1, "length", f"{count} words, at least {limits[0]} are asked for", "write more, or merge it")
    elif count > limits[1]:
        yield Problem(page.path, 1, "length", f"{count} words, at most {limits[1]} are allowed", "say it shorter, or split it")


@finished
def readable(tree: Tree, page: Page) -> Iterator[Problem]:
    """A warning: a page's LIX is outside limits.yml's, with the page's longest sentences."""
    if not (limits := tree.limits.lix):
        return
    found = [passage for passage in tree.passages_of(page) if passage.running]
    texts = [passage.own for passage in found]
    value = readability.lix(texts)
    if markup.words(texts) < SHORT or limits[0] <= round(value) <= limits[1]:
        return
    if value < limits[0]:
        remedy = "join sentences that belong together"
    else:
        sentences = (
            f"{_line(found, text)} ({count} words: {text[:50].strip()}…)" for count, text in readability.longest(texts, LONGEST)
        )
        remedy = f"shorten its longest sentences, in lines {', '.join(sentences)}"
    yield Problem(page.path, 1, "readability", f"LIX {value:.0f}, not within {limits[0]} to {limits[1]}", remedy)


@finished
def wording(tree: Tree, page: Page) -> Iterator[Problem]:
    """What readers see has no discouraged form of a glossary term, and no other language's form of one."""
    if not tree.once(reading, page).wrong:
        return
    words = tree.once(vocabulary, page.lang)
    for passage in tree.passages_of(page):
        for found, preferred, code in words.faults(passage.own):
            message = f'"{found}" is {f"what {code} calls it" if code else "discouraged"}'
            yield Problem(page.path, passage.line_of(found), passage.field, message, f'write "{preferred}"')


def contradictions(tree: Tree) -> Iterator[Problem]:
    """No form is discouraged for one glossary term and right for another, or the same."""
    for lang in tree.knowledge.languages:
        right = own_forms(tree.knowledge.terms, lang)
        for term in tree.knowledge.terms:
            for index, form in enumerate(term.wordings[lang].discouraged):
                if other := right.get(form.lower()):
                    line = term.record.line((lang, "discouraged", index))
                    message = f'"{form}" is discouraged, and right for "{other}"'
                    yield Problem(GLOSSARY, line, f"{term.id}.{lang}", message, "remove it from one of them")


def terms(tree: Tree) -> Iterator[Problem]:
    """Every glossary term stands in some page of each language."""
    used = mentioned(tree, lambda page: page.terms, but="glossary")
    for index, term in enumerate(tree.knowledge.terms):
        unused = [lang for lang in term.wordings if index not in used[lang]]
        if unused:
            where = "no page" if len(unused) == len(used) else f"no page in {', '.join(unused)}"
            message = f"an orphan: {where} uses the term"
            yield Problem(GLOSSARY, term.record.line(()), term.id, message, "use it where it belongs, or remove it")


def _line(found: Iterable[Passage], sentence: str) -> int:
    return next(passage.line for passage in found if sentence in passage.own)


PAGE_RULES = (lengths, wording)
TREE_RULES = (contradictions, terms)
WARNINGS = (readable,)
