"""How much each word of a page counts in search, and where it counts most: of each page without knowing of any other."""

from collections import Counter
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import NamedTuple

from kundskab import nordic
from kundskab.digits import level, number
from kundskab.lexicon import Lexicon
from kundskab.searched import BODY, FIELDS, HEADING, QUESTIONS, SUMMARY, SYNONYMS, TERMS, TITLE, Source
from kundskab.shards import PARTS, part

OWN = {TITLE: 6.0, TERMS: 4.0, SUMMARY: 2.0, QUESTIONS: 3.0, SYNONYMS: 2.0, HEADING: 3.0, BODY: 1.0}
ELSEWHERE = {field: 0.35 if field == BODY else 1.6 for field in FIELDS}
"""How much a word counts by where it stands, on a page in the reader's language and on another language's of the same concept."""

WHOLE, PART = 2, 1
"""How often a word's own keys, and those of a compound's parts, count for each time that it stands somewhere."""
EXACT = "="
"""Between a key and a written form of it, with å, ä and ö."""

PHRASE = 0.8
"""How fast a word counts less where it is one of several in a name: the number of them to this power."""
PHRASES = frozenset((TERMS, QUESTIONS, SYNONYMS))

SATURATION, LENGTH = 1.2, 0.75
"""k1 and b of BM25 (S. Robertson, H. Zaragoza, 2009), applied to each field, the fields then added."""
TYPICAL = {TITLE: 4, TERMS: 60, SUMMARY: 14, QUESTIONS: 60, SYNONYMS: 25, HEADING: 25, BODY: 450}
"""How many words a field has. BM25 takes the average of all pages; so that none changes what another counts, this is ours."""


class Counted(NamedTuple):
    """A page as the index takes it in, which is small to keep and quick to read.

    `entries` has a line for each part of the index, in which a key and what it counts and where (`_codes`) take turns; written forms
    stand behind their keys. `names` are the words of the page's names.
    """

    entries: str
    names: str


@dataclass(slots=True)
class _Field:
    """How often each key stands in a field, and the field's length."""

    counts: dict[str, float]
    length: int = 0

    def impacts(self, typical: int) -> Mapping[float, float]:
        """What each of the counts is worth."""
        norm = SATURATION * (1 - LENGTH + LENGTH * self.length / typical)
        return {count: (SATURATION + 1) * count / (count + norm) for count in set(self.counts.values())}


class Counting:
    """Counts the pages of one language; of each run of letters it is remembered what search makes of it."""

    def __init__(self, lexicon: Lexicon, ambiguous: Container[str]) -> None:
        """Of `ambiguous` keys it is told how words are written."""
        self._lexicon, self._ambiguous = lexicon, ambiguous
        self._keys, self._of_word, self._part = cache(self._keys_in), cache(self._keys_of), cache(part)
        self._written: dict[str, str] = {}
        """Written forms, each with its key."""

    def counted(self, source: Source) -> Counted:
        texts = [(field, source.places[anchor], text.split()) for field, anchor, text in source.texts()]
        fields, places = self._counts(texts)
        self._fold(fields, places)
        parts: list[list[str]] = [[] for _ in (*PARTS, "")]
        for key, code in _codes(fields, places).items():
            parts[self._part(key)] += key, code
        names = " ".join(run for field, _, runs in texts if field not in (BODY, QUESTIONS) for run in runs)
        return Counted("\n".join(map(" ".join, parts)), " ".join(dict.fromkeys(nordic.words(names))))

    def _keys_in(self, run: str) -> tuple[str, ...]:
        return tuple(chain.from_iterable(map(self._of_word, nordic.words(run))))

    def _keys_of(self, word: str) -> tuple[str, ...]:
        """Each key as often as it counts."""
        own, parts = self._lexicon.keys(word)
        if own[0] in self._ambiguous:
            written = own[0] + EXACT + nordic.exact(word)
            self._written[written], own[0] = own[0], written
        return (*own * WHOLE, *parts * PART)

    def _counts(self, texts: Iterable[tuple[str, int, Sequence[str]]]) -> tuple[Mapping[str, _Field], dict[str, int]]:
        """Of each field what stands there; of each key the place where it counts most."""
        alike: dict[tuple[str, int, float], list[str]] = {}
        fields: dict[str, _Field] = {}
        for field, place, runs in texts:
            share = len(runs) ** -PHRASE if field in PHRASES and runs else 1.0
            alike.setdefault((field, place, share), []).extend(runs)
            fields.setdefault(field, _Field({})).length += len(runs)
        most: dict[str, float] = {}
        places: dict[str, int] = {}
        for (field, place, share), runs in alike.items():
            once, weight, counts = share / WHOLE, OWN[field], fields[field].counts
            for key, times in Counter(chain.from_iterable(map(self._keys, runs))).items():
                count = times * once
                counts[key] = counts.get(key, 0.0) + count
                if (worth := count * weight) > most.get(key, 0.0):
                    most[key], places[key] = worth, place
        return fields, places

    def _fold(self, fields: Mapping[str, _Field], places: dict[str, int]) -> None:
        """Count written forms for their keys too."""
        for one in fields.values():
            for form in list(filter(self._written.__contains__, one.counts)):
                key = self._written[form]
                one.counts[key] = one.counts.get(key, 0.0) + one.counts[form]
                places[key] = places[form]


def _codes(fields: Mapping[str, _Field], places: Mapping[str, int]) -> Mapping[str, str]:
    """Of each key: what it counts for readers of the page's language, then twice the number of its place; where that is odd, what
    it counts for others follows, else that is `ELSEWHERE[BODY]` of the first.
    """
    own: dict[str, float] = {}
    elsewhere: dict[str, float] = {}
    body, impacts = fields[BODY].counts, fields[BODY].impacts(TYPICAL[BODY])
    levels = {count: level(OWN[BODY] * impact) for count, impact in impacts.items()}
    numbers = [number(value) for value in range(2 * max(places.values(), default=0) + 2)]
    codes = {key: levels[count] + numbers[2 * places[key]] for key, count in body.items()}
    for field, one in fields.items():
        if field != BODY:
            worth, here, there = one.impacts(TYPICAL[field]), OWN[field], ELSEWHERE[field]
            for key, count in one.counts.items():
                impact = worth[count]
                own[key] = own.get(key, 0.0) + here * impact
                elsewhere[key] = elsewhere.get(key, 0.0) + there * impact
    for key, impact in own.items():
        more = impacts[body[key]] if key in body else 0.0
        first, last = level(impact + OWN[BODY] * more), level(elsewhere[key] + ELSEWHERE[BODY] * more)
        codes[key] = first + numbers[2 * places[key] + 1] + last
    return codes
