"""The glossary's terms where a text uses them: inflected and in compounds, as search knows words."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import accumulate, compress, count
from typing import NamedTuple

from kundskab import nordic
from kundskab.knowledge import Knowledge
from kundskab.lexicon import lexicon

WORD = re.compile(r"[^\W_]+(?:\u00ad[^\W_]+)*")
"""A word in running text, soft hyphens within it."""
NEXT = re.compile(rf",?[\s-]{{1,2}}({WORD.pattern})")
"""A further word of a term, and what may stand before it."""


class Use(NamedTuple):
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
    """The terms of one language that are to be marked. Of each word as it is written, it is remembered what may begin there: nothing, mostly."""

    def __init__(self, knowledge: Knowledge, lang: str) -> None:
        self._wordings = {term.id: term.wordings[lang] for term in knowledge.terms if term.wordings[lang].marked}
        self._lexicon = lexicon(lang, knowledge.splits.get(lang, {}))
        self._word = cache(self._known)
        self._begun = cache(self._begun_in)

    def uses(self, text: str) -> Iterator[Use]:
        """The terms in a text from left to right, the longest at each place; a compound counts as what it ends in."""
        runs = text.replace("\n", " ").split(" ")
        begun = list(map(self._begun, runs))
        before = list(accumulate(map(len, runs), initial=0))
        free = 0
        for place in compress(count(), begun):
            start = before[place] + place
            for first, last, names in begun[place]:
                for name in names if start + first >= free else ():
                    if end := start + last if len(name.words) == 1 else self._end(name, text, start + last):
                        yield Use(name.term, start + first, end)
                        free = end
                        break

    def _begun_in(self, run: str) -> Sequence[tuple[int, int, Sequence[Name]]]:
        """The words of a text without spaces that names may begin with, and these names, in the order in which they are tried."""
        return [(*word.span(), names) for word in WORD.finditer(run) if (names := self._begun_by(word[0]))]

    def _begun_by(self, text: str) -> Sequence[Name]:
        """The names whose first word a word is; then those that are what its compound ends in."""
        word = self._word(text)
        whole = text.replace(nordic.SOFT_HYPHEN, "").lower()
        named = (*self._names.get(word.lemma, ()), *self._names.get(word.stem, ()))
        names = [name for name in named if _same(word, name, 0) and whole.startswith(name.beginning)]
        heads = [name for name in self._names.get(word.head, ()) if len(name.words) == 1 and name.beginning in whole]
        return tuple(dict.fromkeys((*names, *heads)))

    def _end(self, name: Name, text: str, end: int) -> int:
        """Where a name ends whose first word ends at a place; 0 where the others do not follow."""
        for number in range(1, len(name.words)):
            word = NEXT.match(text, end)
            if not word or not _same(self._word(word[1]), name, number):
                return 0
            end = word.end()
        return end

    def _known(self, text: str) -> Word:
        own = "".join(nordic.words(text))
        head = "".join(self._lexicon.parts(own)[-1:])
        lemma, of_head = (nordic.written(self._lexicon.lemma(one)) if one else "" for one in (own, head))
        return Word(lemma, nordic.key(own), of_head)

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


def _same(word: Word, name: Name, number: int) -> bool:
    """Whether a word is one of a name's: by its dictionary form, or in a name of several words by its stem."""
    other = name.words[number]
    return word.lemma == other.lemma or (len(name.words) > 1 and word.stem == other.stem)
