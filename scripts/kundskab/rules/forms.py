"""Forms of words: what may be an inflected form of what, and which of the sought forms a page has, in one pass of its words."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from itertools import chain, filterfalse
from typing import NamedTuple

from kundskab.markup import WORD

PLURAL = 5
"""Letters above which a word's -er may be that of its plural; "leader" is not the plural of "lead"."""

ENDINGS = tuple("e a n t r en et er ar or ne na ene erne rne rna arna orna".split())  # noqa: SIM905
"""What Danish, Norwegian and Swedish nouns and adjectives may end in, each also with -s."""

EVERY = tuple(f"{ending}{s}" for ending in ("", *ENDINGS) for s in ("", "s"))
SINGULAR = tuple(ending for ending in EVERY if ending not in ("er", "ers"))
LONG = re.compile(rf"\w{{{PLURAL + 1}}}$")

ENDING = f"(?:(?:{'|'.join(ENDINGS)})?s?)"
RUN = re.compile(r"[\w-]+")
"""What a form must be the whole of, or begin and end with."""

SIGNS = '.,:;?!"»«()”–…|'
"""The commonest of what is between words."""


def inflected(forms: Iterable[str]) -> re.Pattern[str]:
    """In small letters: any of the forms, each of its words with another ending or none, its last letter doubled or,
    if a vowel, left off."""
    return _any((rf"{ENDING}\s+".join(map(_stem, form.split())) for form in _longest_first(forms)), ENDING)


def whole(forms: Iterable[str]) -> re.Pattern[str]:
    """In small letters: any of the forms as whole words, the last with or without an ending; the first group is the form."""
    return _any(map(re.escape, _longest_first(forms)), ENDING.replace("|er|", rf"|(?<=\w{{{PLURAL + 1}}})er|"))


def _any(words: Iterable[str], endings: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])({'|'.join(words)}){endings}(?![\w-])")


def _longest_first(forms: Iterable[str]) -> list[str]:
    return sorted((form.lower() for form in forms), key=len, reverse=True)


def _stem(word: str) -> str:
    return f"(?:{'|'.join(map(re.escape, _stems(word)))})"


def _stems(word: str) -> tuple[str, str]:
    """What is left of a word before another ending, the longer first."""
    if len(word) > PLURAL and word.endswith("er"):
        return word, word[:-2]
    return (word, word[:-1]) if word[-1] in "aeiouyæøåäö" else (word + word[-1], word)


def inflections(word: str) -> Set[str]:
    """All that `inflected` takes for a form of a word that is one run."""
    longer, shorter = _stems(word)
    return {*map(longer.__add__, EVERY), *map(shorter.__add__, EVERY)}


def endings(word: str) -> Set[str]:
    """All that `whole` takes for a word that is one run."""
    return set(map(word.__add__, EVERY if LONG.search(word) else SINGULAR))


def small(text: str) -> str:
    """A text in small letters, one for one: of İ alone `lower` makes two signs."""
    return text.replace("İ", "I").lower()


@dataclass(frozen=True, slots=True)
class Form:
    """One form of what is sought, which `key` names: of each of the `runs` one, after its joint. Where that does not tell all,
    the `pattern` does."""

    key: int
    runs: Sequence[Set[str]]
    joints: Sequence[str]
    pattern: str = ""

    @property
    def word(self) -> bool:
        return self.joints == [""] and not self.pattern


def of_inflected(key: int, form: str) -> Form:
    """What `inflected` takes for a form, in a text without line breaks."""
    words = small(form).split()
    runs = [inflections(word) for word in words if RUN.fullmatch(word) and all(_stems(word))]
    return Form(key, runs, ["", *[" "] * (len(runs) - 1)], "" if len(runs) == len(words) else inflected([form]).pattern)


def of_whole(key: int, form: str) -> Form:
    """What `whole` takes for a form."""
    found, (*joints, end) = RUN.findall(small(form)), RUN.split(small(form))
    runs = [*({run} for run in found[:-1]), *map(endings, found[-1:])]
    return Form(key, runs, joints, whole([form]).pattern if end or (joints[0] and len(runs) == 1) else "")


class Sought:
    """Forms that are sought all at once."""

    def __init__(self, forms: Iterable[Form]) -> None:
        self._words: dict[str, tuple[int, ...]] = {}
        self._phrases: dict[str, list[Form]] = {}
        self._patterns: list[Form] = []
        matter = set[str]()
        for form in forms:
            matter.update(*form.runs)
            if form.word:
                keys = (form.key,)
                for run in form.runs[0]:
                    if (found := self._words.setdefault(run, keys)) is not keys:
                        self._words[run] = found + keys
            elif form.pattern:
                self._patterns.append(form)
            else:
                for run in form.runs[0]:
                    self._phrases.setdefault(run, []).append(form)
        self._matter = frozenset(matter)

    def found(self, runs: Iterable[str], text: str) -> set[int]:
        """The keys of those that a text in small letters has, which is made of these runs."""
        there = [*filter(self._matter.__contains__, runs), ""]
        keys = set(chain.from_iterable(map(self._words.__getitem__, filter(self._words.__contains__, there))))
        for place in [place for place, run in enumerate(there) if run in self._phrases]:
            after = there[place + 1]
            for form in self._phrases[there[place]]:
                if after in form.runs[1] and form.key not in keys and _stands(form, there[place:], text):
                    keys.add(form.key)
        for form in self._patterns:
            if form.key not in keys and not any(runs.isdisjoint(there) for runs in form.runs) and re.search(form.pattern, text):
                keys.add(form.key)
        return keys


def _stands(form: Form, runs: Sequence[str], text: str) -> bool:
    """Whether some runs of a text in their order are the form, and stand together."""
    if len(runs) < len(form.runs) or not all(run in ours for run, ours in zip(runs, form.runs, strict=False)):
        return False
    words = "".join(map("".join, zip(form.joints, runs, strict=False)))
    at = text.find(words)
    while at >= 0 and (RUN.match(text[at - 1 : at]) or RUN.match(text, at + len(words))):
        at = text.find(words, at + 1)
    return at >= 0


class Beginnings:
    """Words of which each may be what a longer word begins with."""

    def __init__(self, words: Iterable[str]) -> None:
        words = list(words)
        self._size = min(map(len, words), default=0)
        self._words: dict[str, list[str]] = defaultdict(list)
        for word in words:
            self._words[word[: self._size]].append(word)

    def found(self, words: Iterable[str]) -> set[str]:
        """Those that some of the words begin with."""
        near = [(word, self._words[head]) for word in words if (head := word[: self._size]) in self._words]
        return {one for word, ones in near for one in ones if word.startswith(one)}


class Words(NamedTuple):
    """A text cut at blanks and SIGNS; the parts that are not letters and digits alone once more."""

    parts: Sequence[str]
    odd: Sequence[str]

    @property
    def runs(self) -> Sequence[str]:
        """The text's RUNs in their order."""
        return self.parts if RUN.fullmatch("".join(self.odd) or "-") else RUN.findall(" ".join(self.parts))

    @property
    def words(self) -> Sequence[str]:
        """The text's WORDs in any order."""
        return [*filter(str.isalnum, self.parts), *WORD.findall(" ".join(self.odd))]

    @property
    def number(self) -> int:
        """How many WORDs there are."""
        return len(self.parts) - len(self.odd) + len(WORD.findall(" ".join(self.odd)))


def cut(text: str) -> Words:
    for sign in SIGNS:
        text = text.replace(sign, " ")
    parts = text.split()
    return Words(parts, list(filterfalse(str.isalnum, parts)))
