"""The glossary's terms where a text uses them: inflected and in compounds, as search knows words."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from kundskab import nordic
from kundskab.knowledge import Knowledge
from kundskab.lexicon import Lexicon

WORD = re.compile(r"[^\W_](?:\u00ad?[^\W_])*")
"""A word in running text, soft hyphens within it."""
BETWEEN = re.compile(r",?[\s-]{1,2}")
"""What may stand between the words of a term."""


@dataclass(frozen=True, slots=True)
class Use:
    """A term in a text, from character `start` to `end`."""

    term: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Word:
    """A word: its dictionary form, its stem, and of a compound the dictionary form of its last part, else ""."""

    lemma: str
    stem: str
    head: str


@dataclass(frozen=True, slots=True)
class Name:
    """What a term is called: its words, and how the last one must begin.

    A name that is itself an inflected form ("værdier") is not found in other forms of that word ("værdien").
    """

    term: str
    words: tuple[Word, ...]
    beginning: str


class Glossing:
    """The terms of one language that are to be marked."""

    def __init__(self, knowledge: Knowledge, lang: str) -> None:
        self._wordings = {term.id: term.wordings[lang] for term in knowledge.terms if term.wordings[lang].marked}
        self._lexicon = Lexicon(lang, knowledge.splits.get(lang, {}))
        self._known: dict[str, Word] = {}

    def uses(self, text: str) -> Iterator[Use]:
        """The terms in a text from left to right, the longest at each place; a compound counts as what it ends in."""
        words = list(WORD.finditer(text))
        place = 0
        while place < len(words):
            used = self._use(text, words[place:])
            if used:
                yield used[0]
            place += used[1] if used else 1

    def _use(self, text: str, words: Sequence[re.Match[str]]) -> tuple[Use, int] | None:
        first = self._word(words[0][0])
        for name in (*self._names.get(first.lemma, ()), *self._names.get(first.stem, ())):
            found = words[: len(name.words)]
            if self._is(name, text, found):
                return Use(name.term, found[0].start(), found[-1].end()), len(found)
        for name in self._names.get(first.head, ()):
            if len(name.words) == 1 and name.beginning in words[0][0].replace(nordic.SOFT_HYPHEN, "").lower():
                return Use(name.term, words[0].start(), words[0].end()), 1
        return None

    def _is(self, name: Name, text: str, words: Sequence[re.Match[str]]) -> bool:
        """Whether words are a name's: by their dictionary forms, or in a name of several words by their stems."""
        if len(words) < len(name.words):
            return False
        own = [self._word(word[0]) for word in words]
        pairs = list(zip(own, name.words, strict=True))
        return (
            all(one.lemma == other.lemma or (len(pairs) > 1 and one.stem == other.stem) for one, other in pairs)
            and words[-1][0].replace(nordic.SOFT_HYPHEN, "").lower().startswith(name.beginning)
            and all(BETWEEN.fullmatch(text, one.end(), two.start()) for one, two in pairwise(words))
        )

    def _word(self, text: str) -> Word:
        if text not in self._known:
            own = "".join(nordic.words(text))
            head = "".join(self._lexicon.parts(own)[-1:])
            lemma, of_head = (nordic.written(self._lexicon.lemma(one)) if one else "" for one in (own, head))
            self._known[text] = Word(lemma, nordic.key(own), of_head)
        return self._known[text]

    @cached_property
    def _names(self) -> Mapping[str, Sequence[Name]]:
        """By the first word's dictionary form and stem, the longest first."""
        found: dict[str, list[Name]] = {}
        for id, wording in self._wordings.items():
            for called in (wording.preferred, *wording.accepted):
                if spoken := nordic.words(called):
                    words = tuple(map(self._word, spoken))
                    single = len(words) == 1
                    beginning = "" if not single or nordic.written(spoken[0]) == words[0].lemma else spoken[0]
                    for key in {words[0].lemma, *([] if single else [words[0].stem])}:
                        found.setdefault(key, []).append(Name(id, words, beginning))
        return {first: sorted(names, key=lambda name: -len(name.words)) for first, names in found.items()}
