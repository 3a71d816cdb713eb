"""What dictionaries know of a library's words: their lemmas, what compounds are made of, what search finds them by."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache

from kundskab import nordic
from kundskab.dictionaries import dictionary

LINKS = {"da": ("", "s", "e"), "nb": ("", "s", "e"), "sv": ("", "s")}
"""The letters that join the parts of a compound."""

NO_HEAD = frozenset(
    """
    akeren ande anden andre den der dom else elsen elsene elser ende ene enhed enhet ens era erad erat eren erna erne
    est haften hed heden heder het heten heter hold inar ing ingar ingen inger isk iska iske isme ist ista iste ister
    lig liga lige ling lingar lingen linger men mer ner ning ningar ningen ninger per rad ren rene ret ringar sam sel
    sen skab skaben skaber skabet skap skapen skapet som ster stre ter tion tionen tioner tionerna ular ulen ulær verk
    """.split()  # noqa: SIM905
)
NO_MODIFIER = frozenset(
    """
    all alle alt and anden andre annen att avs bear bed ben ber den der des det dig din disse dit efter eller end ens
    ent era ere ert ett eva for ford fore fores fort fra från för før gen gir gör han har hen her hos hun hund hur hva
    hvad hver hvo igen ikke ind ing inn inte inter jag jeg kan kom kon konkur kun kvar leder leve lever lige med men
    menn mer mest mid mig min mis mod mot nej noe nog non nye när når och odd ofte også okay opp oss over per pro prov
    prøv rea ret rette sam selv ser siden sig sin sine skal skul som star stå sub så såd sån til till tro tur ud ude
    under unders unge upp ut utan ute uten uts vad var ved vem ver vid vil vill vår være yder även åre över
    """.split()  # noqa: SIM905
)
"""Endings, prefixes and small words that look like parts of a compound and are none."""

RARE = {3: 4.6, 4: 3.4, 5: 2.4}
"""How frequent (log10 of occurrences in 10⁹ words, the Zipf scale of W. van Heuven, 2014) a part of so many letters must be;
longer parts need only be known."""
UNKNOWN = 0.0
COMMON = 4.8
"""A word whose lemma is more frequent than this is not cut: what looks like parts is chance."""

SHORTEST, LONGEST_WHOLE, LONGEST = 3, 6, 50
PER_PART, CUT_SHORT, CEILING = 3.0, 1.0, 9.0


def lexicon(lang: str, splits: Mapping[str, Sequence[str]]) -> "Lexicon":
    """The same for all who ask, who so need not cut words again."""
    return _lexicon(lang, tuple((word, tuple(parts)) for word, parts in splits.items()))


@lru_cache(maxsize=8)
def _lexicon(lang: str, splits: tuple[tuple[str, tuple[str, ...]], ...]) -> "Lexicon":
    return Lexicon(lang, dict(splits))


class Lexicon:
    """One language's dictionary, empty where none is installed. `splits` are the compounds that an editor has cut: word → parts."""

    def __init__(self, lang: str, splits: Mapping[str, Sequence[str]]) -> None:
        self.lang = lang
        self._dictionary = dictionary(lang)
        self._links = LINKS.get(lang, ("", "s"))
        self._splits = {nordic.key(word): tuple(parts) for word, parts in splits.items()}
        self._cut, self._known = cache(self._cheapest), cache(self._dictionary.lemma)

    def lemma(self, word: str) -> str:
        """A word's dictionary form; that of its last part where only the parts are known; else the word itself."""
        if known := self._known(word):
            return known
        parts = self.parts(word)
        head = self._known(parts[-1]) if parts else ""
        return word[: -len(parts[-1])] + head if head and word.endswith(parts[-1]) else word

    def parts(self, word: str) -> tuple[str, ...]:
        """The words that a compound is made of, as they stand in it without the letters between; () for any other word."""
        if parts := self._splits.get(nordic.key(word)):
            return parts if len(parts) > 1 else ()
        if not LONGEST_WHOLE < len(word) <= LONGEST or not word.isalpha():
            return ()
        return self._cut(word)

    def keys(self, word: str) -> tuple[list[str], list[str]]:
        """What search finds a word by: its own key and its lemma's; those of its parts and of their lemmas."""
        parts = self.parts(word)
        own = dict.fromkeys(map(nordic.key, (word, self.lemma(word))))
        others = dict.fromkeys(map(nordic.key, (*parts, *map(self.lemma, parts))))
        return list(own), [key for key in others if key not in own]

    def _cheapest(self, word: str) -> tuple[str, ...]:
        """The cheapest way through a word (dynamic programming): rare parts cost more, and so does every part."""
        if self._dictionary.zipf(self._known(word) or word) > COMMON:
            return ()
        best: dict[int, tuple[float, tuple[str, ...]]] = {}
        for start in range(len(word) - SHORTEST, -1, -1):
            ways = list(self._ways(word, start, best)) if best else []
            if start and (head := self._cost(word[start:], NO_HEAD)):
                ways.append((head, (word[start:],)))
            if ways:
                best[start] = min(ways)
        return best.get(0, (0.0, ()))[1]

    def _ways(
        self, word: str, start: int, best: Mapping[int, tuple[float, tuple[str, ...]]]
    ) -> Iterator[tuple[float, tuple[str, ...]]]:
        """The ways from a place on that lead to the best from a later one: (cost, parts)."""
        for place, (cost, rest) in best.items():
            for link in self._links:
                end = place - len(link)
                if end - start >= SHORTEST and word.startswith(link, end):
                    part = word[start:end]
                    if modifier := self._cost(part, NO_MODIFIER) or self._cut_short(part):
                        yield modifier + cost, (part, *rest)

    def _cost(self, part: str, no_part: frozenset[str]) -> float:
        """What it costs to take letters for a part; 0 where they are none."""
        zipf = 0.0 if part in no_part else self._dictionary.zipf(part)
        return CEILING - zipf + PER_PART if zipf > UNKNOWN and zipf >= RARE.get(len(part), UNKNOWN) else 0.0

    def _cut_short(self, part: str) -> float:
        """A first part without its last vowel, as Swedish has it: magkänsla from mage, klockslag from klocka."""
        if self.lang != "sv" or part in NO_MODIFIER or part[-1] in "aeiouyåäö":
            return 0.0
        cost = min(filter(None, (self._cost(part + vowel, NO_MODIFIER) for vowel in "ae")), default=CEILING)
        return cost + CUT_SHORT if cost < CEILING else 0.0
