"""Rules on the words of a page: how many, how hard to read, and whether they are the glossary's."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kundskab import markup, readability
from kundskab.knowledge import Page
from kundskab.load import Tree
from kundskab.problems import Problem

SHORT = 60
"""Words below which a page has too few sentences for LIX to mean anything."""

LONGEST = 3
PLURAL = 5
"""Letters above which a word's -er may be that of its plural."""

ENDINGS = "(?:(?:e|a|n|t|r|en|et|er|ar|or|ne|na|ene|erne|rne|rna|arna|orna)?s?)"
"""What Danish, Norwegian and Swedish nouns and adjectives may end in."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph or list item as a reader sees it, and the line it begins at; `own` is without other pages' titles."""

    line: int
    field: str
    text: str
    own: str


def paragraphs(tree: Tree, page: Page) -> Iterator[Paragraph]:
    """The running text of a page in order: its title and summary, then its body, without headings and code."""
    for field in ("title", "summary"):
        yield Paragraph(page.line(field), field, getattr(page.meta, field), getattr(page.meta, field))
    body = page.body
    sections = [(section.first, section.id, section.text) for section in body.sections if section.level == 2]
    for first, id, text in [(body.first, markup.INTRODUCTION, body.introduction), *sections]:
        start = 0
        for markdown in markup.paragraphs(markup.without_code(text)):
            start = max(start, markup.without_code(text).find(markdown, start))
            line = first + text.count("\n", 0, start)
            yield Paragraph(line, id, tree.knowledge.plain(markdown, page.lang), markup.plain(markdown, lambda id: ""))


def lengths(tree: Tree) -> Iterator[Problem]:
    """A page is as long as limits.yml says of its type, counted in words of its text without headings."""
    for page in tree.pages:
        limits = tree.limits.words.get(page.type)
        if not limits or page.meta.draft:
            continue
        count = markup.words(paragraph.text for paragraph in _body(tree, page))
        if count < limits[0]:
            yield Problem(page.path, 1, "length", f"{count} words, at least {limits[0]} are asked for", "write more, or merge it")
        elif count > limits[1]:
            yield Problem(
                page.path, 1, "length", f"{count} words, at most {limits[1]} are allowed", "say it shorter, or split it"
            )


def readable(tree: Tree) -> Iterator[Problem]:
    """A warning: a page's LIX is outside limits.yml's, with the page's longest sentences."""
    limits = tree.limits.lix
    for page in tree.pages if limits else ():
        found = [paragraph for paragraph in _body(tree, page) if paragraph.own]
        texts = [paragraph.own for paragraph in found]
        value = readability.lix(texts)
        if not limits or markup.words(texts) < SHORT or limits[0] <= round(value) <= limits[1]:
            continue
        if value < limits[0]:
            remedy = "join sentences that belong together"
        else:
            sentences = (
                f"{_line(found, text)} ({count} words: {text[:50].strip()}…)"
                for count, text in readability.longest(texts, LONGEST)
            )
            remedy = f"shorten its longest sentences, in lines {', '.join(sentences)}"
        yield Problem(page.path, 1, "readability", f"LIX {value:.0f}, not within {limits[0]} to {limits[1]}", remedy)


def wording(tree: Tree) -> Iterator[Problem]:
    """Running text has no discouraged form of a glossary term, and no other language's form of one."""
    for lang in tree.knowledge.languages if tree.knowledge.terms else ():
        own, wrong = _forms(tree, lang)
        any_wrong, allowed = _pattern(wrong), inflected(own)
        for page in (page for page in tree.pages if page.lang == lang and not page.meta.draft):
            for paragraph in paragraphs(tree, page):
                for match in any_wrong.finditer(paragraph.own):
                    preferred, code = next(wrong[form] for form in wrong if _pattern([form]).fullmatch(match[0]))
                    if code and allowed.fullmatch(match[0]):
                        continue
                    message = f'"{match[0]}" is {f"what {code} calls it" if code else "discouraged"}'
                    yield Problem(page.path, _place(page, paragraph, match[0]), paragraph.field, message, f'write "{preferred}"')


def terms(tree: Tree) -> Iterator[Problem]:
    """Every glossary term stands in some page of each language."""
    glossary = tree.data.get("glossary.yml")
    languages = tree.knowledge.languages if glossary and tree.knowledge.terms else ()
    pages = [page for page in tree.pages if page.id != "glossary" and not page.meta.draft]
    text = {
        lang: "\n".join(paragraph.text for page in pages if page.lang == lang for paragraph in paragraphs(tree, page))
        for lang in languages
    }
    for index, term in enumerate(tree.knowledge.terms if glossary else ()):
        wordings = term.wordings.items()
        unused = [lang for lang, ours in wordings if not inflected([ours.preferred, *ours.accepted]).search(text[lang])]
        if glossary and unused:
            where = "no page" if len(unused) == len(text) else f"no page in {', '.join(unused)}"
            message = f"an orphan: {where} uses the term"
            line = glossary.line((index,))
            yield Problem("_data/glossary.yml", line, term.id, message, "use it where it belongs, or remove it")


def _forms(tree: Tree, lang: str) -> tuple[list[str], dict[str, tuple[str, str]]]:
    """The forms a language may use, and those it may not, with what to write instead and the language they are from
    ("" for its own discouraged ones)."""
    own: list[str] = []
    wrong: dict[str, tuple[str, str]] = {}
    for term in tree.knowledge.terms:
        ours = term.wordings[lang]
        own += [ours.preferred, *ours.accepted]
        for code, theirs in term.wordings.items():
            for form in (theirs.preferred, *theirs.accepted) if code != lang else ():
                wrong.setdefault(form.casefold(), (ours.preferred, code))
    for term in tree.knowledge.terms:
        ours = term.wordings[lang]
        wrong |= {form.casefold(): (ours.preferred, "") for form in ours.discouraged}
    return own, wrong


def inflected(forms: Iterable[str]) -> re.Pattern[str]:
    """Any of the forms, each of its words with another ending or none, its last letter doubled or, if a vowel, left off."""
    return _any(rf"{ENDINGS}\s+".join(map(_stem, form.split())) for form in _longest_first(forms))


def _pattern(forms: Iterable[str]) -> re.Pattern[str]:
    """Any of the forms as whole words, the last with or without an ending."""
    return _any(map(re.escape, _longest_first(forms)))


def _any(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{'|'.join(words)}){ENDINGS}(?![\w-])", re.I)


def _longest_first(forms: Iterable[str]) -> list[str]:
    return sorted(forms, key=len, reverse=True)


def _stem(word: str) -> str:
    if len(word) > PLURAL and word.endswith("er"):
        return re.escape(word[:-2]) + "(?:er)?"
    last = re.escape(word[-1])
    return re.escape(word[:-1]) + (f"{last}?" if word[-1] in "aeiouyæøåäö" else f"{last}{{1,2}}")


def _body(tree: Tree, page: Page) -> list[Paragraph]:
    return [paragraph for paragraph in paragraphs(tree, page) if paragraph.field not in ("title", "summary")]


def _place(page: Page, paragraph: Paragraph, found: str) -> int:
    """The line of a word in its paragraph; the paragraph's first where it is broken over two."""
    below = page.text.split("\n")[max(0, paragraph.line - page.text_line) :] if paragraph.line >= page.text_line else []
    return next((paragraph.line + n for n, line in enumerate(below) if found in line), paragraph.line)


def _line(found: list[Paragraph], sentence: str) -> int:
    return next(paragraph.line for paragraph in found if sentence in paragraph.own)


RULES = (lengths, wording, terms)
WARNINGS = (readable,)
