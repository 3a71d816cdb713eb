"""Rules on the words of a page: how many, how hard to read, and whether they are the glossary's."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass

from kundskab import markup, readability
from kundskab.knowledge import Term
from kundskab.passages import Passage
from kundskab.problems import Problem
from kundskab.tree import Tree

GLOSSARY = "_data/glossary.yml"
SHORT = 60
"""Words below which a page has too few sentences for LIX to mean anything."""

LONGEST = 3
PLURAL = 5
"""Letters above which a word's -er may be that of its plural; "leader" is not the plural of "lead"."""

ENDINGS = "(?:(?:e|a|n|t|r|en|et|er|ar|or|ne|na|ene|erne|rne|rna|arna|orna)?s?)"
"""What Danish, Norwegian and Swedish nouns and adjectives may end in."""


FEMININE = ("nb",)
"""The languages in which a word in -e may be definite in -a: skorpe, skorpa."""


def lengths(tree: Tree) -> Iterator[Problem]:
    """A page is as long as limits.yml says of its type, counted in words of its text without headings."""
    for page, found in tree.passages.items():
        limits = tree.limits.words.get(page.type)
        if not limits:
            continue
        count = markup.words(passage.text for passage in found if passage.running)
        if count < limits[0]:
            yield Problem(page.path, 1, "length", f"{count} words, at least {limits[0]} are asked for", "write more, or merge it")
        elif count > limits[1]:
            yield Problem(
                page.path, 1, "length", f"{count} words, at most {limits[1]} are allowed", "say it shorter, or split it"
            )


def readable(tree: Tree) -> Iterator[Problem]:
    """A warning: a page's LIX is outside limits.yml's, with the page's longest sentences."""
    if not (limits := tree.limits.lix):
        return
    for page, every in tree.passages.items():
        found = [passage for passage in every if passage.running]
        texts = [passage.own for passage in found]
        value = readability.lix(texts)
        if markup.words(texts) < SHORT or limits[0] <= round(value) <= limits[1]:
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
    """What readers see has no discouraged form of a glossary term, and no other language's form of one."""
    vocabularies = {lang: vocabulary(tree.knowledge.terms, lang) for lang in tree.knowledge.languages}
    for page, found in tree.passages.items():
        for passage in found:
            for words, preferred, code in vocabularies[page.lang].faults(passage.own):
                message = f'"{words}" is {f"what {code} calls it" if code else "discouraged"}'
                yield Problem(page.path, passage.line_of(words), passage.field, message, f'write "{preferred}"')


def contradictions(tree: Tree) -> Iterator[Problem]:
    """No form is discouraged for one glossary term and right for another, or the same."""
    for lang in tree.knowledge.languages:
        right = _own(tree.knowledge.terms, lang)
        for term in tree.knowledge.terms:
            for index, form in enumerate(term.wordings[lang].discouraged):
                if other := right.get(form.lower()):
                    line = term.record.line((lang, "discouraged", index))
                    message = f'"{form}" is discouraged, and right for "{other}"'
                    yield Problem(GLOSSARY, line, f"{term.id}.{lang}", message, "remove it from one of them")


def terms(tree: Tree) -> Iterator[Problem]:
    """Every glossary term stands in some page of each language."""
    text = texts(tree, but="glossary")
    for term in tree.knowledge.terms:
        wordings = term.wordings.items()
        unused = [lang for lang, ours in wordings if not inflected([ours.preferred, *ours.accepted]).search(text[lang])]
        if unused:
            where = "no page" if len(unused) == len(text) else f"no page in {', '.join(unused)}"
            message = f"an orphan: {where} uses the term"
            yield Problem(GLOSSARY, term.record.line(()), term.id, message, "use it where it belongs, or remove it")


def texts(tree: Tree, but: str = "") -> dict[str, str]:
    """All that readers of each language see on its pages, without those of the id `but`, in small letters."""
    lines: dict[str, list[str]] = {lang: [] for lang in tree.knowledge.languages}
    for page, found in tree.passages.items():
        lines[page.lang] += [passage.text for passage in found if page.id != but]
    return {lang: "\n".join(found).lower() for lang, found in lines.items()}


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The glossary's forms as one language sees them, in small letters.

    `own` are those it may use; `wrong` gives the term to write instead of one it may not, and the language that has this
    form ("" where it is discouraged).
    """

    own: Set[str]
    wrong: Mapping[str, tuple[str, str]]
    any_own: re.Pattern[str]
    any_wrong: re.Pattern[str]

    def faults(self, text: str) -> Iterator[tuple[str, str, str]]:
        """The wrong words of a text, each with the term to write instead and the language that has it."""
        small = text.lower()
        for match in self.any_wrong.finditer(small) if self.wrong else ():
            term, code = self.wrong[match[1]]
            if not self._right(match, bool(code) and match[0] != match[1], small):
                yield text[match.start() : match.end()], term, code

    def _right(self, match: re.Match[str], inflected: bool, text: str) -> bool:
        """Whether words are an own form or part of one; if `inflected`, an inflected own form will do."""
        around = [own for own in self.any_own.finditer(text) if own.start() <= match.start() and match.end() <= own.end()]
        return any(inflected or len(own[0]) > len(match[0]) or own[0] in self.own for own in around)


def vocabulary(terms: Sequence[Term], lang: str) -> Vocabulary:
    own = _own(terms, lang)
    wrong: dict[str, tuple[str, str]] = {}
    for term in terms:
        ours = term.wordings[lang]
        wrong |= {form.lower(): (ours.preferred, "") for form in ours.discouraged}
    for term in terms:
        ours = term.wordings[lang]
        for code, theirs in term.wordings.items():
            for form in (theirs.preferred, *theirs.accepted):
                wrong.setdefault(form.lower(), (ours.preferred, code))
    wrong = {form: entry for form, entry in wrong.items() if form not in own}
    definite = {form.removesuffix("e") + "a" for form in own if lang in FEMININE and form.endswith("e")}
    return Vocabulary(own.keys() | definite, wrong, inflected(own), whole(wrong))


def _own(terms: Sequence[Term], lang: str) -> dict[str, str]:
    """The forms that a language may use, in small letters, each with its term."""
    wordings = [term.wordings[lang] for term in terms]
    return {form.lower(): ours.preferred for ours in wordings for form in (ours.preferred, *ours.accepted)}


def inflected(forms: Iterable[str]) -> re.Pattern[str]:
    """In small letters: any of the forms, each of its words with another ending or none, its last letter doubled or,
    if a vowel, left off."""
    return _any((rf"{ENDINGS}\s+".join(map(_stem, form.split())) for form in _longest_first(forms)), ENDINGS)


def whole(forms: Iterable[str]) -> re.Pattern[str]:
    """In small letters: any of the forms as whole words, the last with or without an ending; the first group is the form."""
    return _any(map(re.escape, _longest_first(forms)), ENDINGS.replace("|er|", rf"|(?<=\w{{{PLURAL + 1}}})er|"))


def _any(words: Iterable[str], endings: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])({'|'.join(words)}){endings}(?![\w-])")


def _longest_first(forms: Iterable[str]) -> list[str]:
    return sorted((form.lower() for form in forms), key=len, reverse=True)


def _stem(word: str) -> str:
    if len(word) > PLURAL and word.endswith("er"):
        return re.escape(word[:-2]) + "(?:er)?"
    last = re.escape(word[-1])
    return re.escape(word[:-1]) + (f"{last}?" if word[-1] in "aeiouyæøåäö" else f"{last}{{1,2}}")


def _line(found: Iterable[Passage], sentence: str) -> int:
    return next(passage.line for passage in found if sentence in passage.own)


RULES = (lengths, wording, contradictions, terms)
WARNINGS = (readable,)
