"""The glossary's forms as one language sees them: those it may use, and those it may not."""

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cached_property

from kundskab.concepts import Term
from kundskab.rules.forms import Form, inflected, inflections, of_whole, whole
from kundskab.tree import Tree

FEMININE = ("nb",)
"""The languages in which a word in -e may be definite in -a: skorpe, skorpa."""


@dataclass(frozen=True)
class Vocabulary:
    """The forms in small letters: `own` are those that the language may use; `wrong` gives the term to write instead of one
    it may not, and the language that has this form ("" where it is discouraged); `definite` are own forms with another ending.
    """

    own: Set[str]
    definite: Set[str]
    wrong: Mapping[str, tuple[str, str]]

    def faults(self, text: str) -> Iterator[tuple[str, str, str]]:
        """The wrong words of a text, each with the term to write instead and the language that has it."""
        small = text.lower()
        for match in self._any_wrong.finditer(small) if self.wrong else ():
            term, code = self.wrong[match[1]]
            if not self._right(match, bool(code) and match[0] != match[1], small):
                yield text[match.start() : match.end()], term, code

    def suspects(self, key: int) -> Iterator[Form]:
        """The forms that a text with faults has one of."""
        ours, right = self.own | self.definite, {run for form in self.own for run in inflections(form)}
        for form, (_, code) in self.wrong.items():
            found = of_whole(key, form)
            if not found.word:
                yield found
            elif runs := {run for run in found.runs[0] - ours if run == form or not code or run not in right}:
                yield Form(key, [runs], found.joints)

    def _right(self, match: re.Match[str], inflected: bool, text: str) -> bool:
        """Whether words are an own form or part of one; if `inflected`, an inflected own form will do."""
        around = [own for own in self._any_own.finditer(text) if own.start() <= match.start() and match.end() <= own.end()]
        return any(inflected or len(own[0]) > len(match[0]) or own[0] in self.own | self.definite for own in around)

    @cached_property
    def _any_own(self) -> re.Pattern[str]:
        return inflected(self.own)

    @cached_property
    def _any_wrong(self) -> re.Pattern[str]:
        return whole(self.wrong)


def vocabulary(tree: Tree, lang: str) -> Vocabulary:
    return vocabulary_of(tree.knowledge.terms, lang)


def vocabulary_of(terms: Sequence[Term], lang: str) -> Vocabulary:
    own = own_forms(terms, lang)
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
    return Vocabulary(own.keys(), definite, wrong)


def own_forms(terms: Sequence[Term], lang: str) -> dict[str, str]:
    """The forms that a language may use, in small letters, each with its term."""
    wordings = [term.wordings[lang] for term in terms]
    return {form.lower(): ours.preferred for ours in wordings for form in (ours.preferred, *ours.accepted)}
