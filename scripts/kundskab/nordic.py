"""Words as search sees them, the same for Danish, Norwegian and Swedish: cut, folded, stemmed.

`overrides/javascripts/nordic.js` is this module's twin, rule for rule; a test holds them against each other in a browser.
"""

import re
import unicodedata
from functools import lru_cache

WORD = re.compile(r"[^\W_]+")
SOFT_HYPHEN = "\u00ad"

FOLDED = str.maketrans({"å": "a", "ä": "a", "æ": "a", "ö": "o", "ø": "o"})
DIGRAPH = re.compile(r"a[aeo]|o[eo]")
"""Letters and pairs of letters that Danes, Norwegians and Swedes write for one another, or where a keyboard lacks them
(Apache Lucene, ScandinavianFoldingFilter)."""

WRITTEN = str.maketrans({"æ": "ä", "ø": "ö"})
OWN = "åäö"

LEAST = {
    ending: least
    for least, endings in {
        5: "ande ende",
        4: "ade ede ans ars ors an as es s",
        3: "arnas ernas ornas ernes enes arna erna orna erne ene are ere ens ets ers en et er ar or e a",
    }.items()
    for ending in endings.split()
}
LONGEST = max(map(len, LEAST))
"""What nouns, adjectives and verbs end in, and how many letters must be left before it. A light stemmer after the idea of
Snowball's for Danish, Norwegian and Swedish (M. F. Porter, 2001), made one for all three and kept from cutting into stems:
a definite plural and its genitive, the definite form, plurals, participles and the common past."""

ROUNDS = 2


def words(text: str) -> list[str]:
    """The words of a text in lower case: runs of letters and digits (Unicode's L and N), so that "CRM-system" is two."""
    return WORD.findall(unicodedata.normalize("NFC", text).replace(SOFT_HYPHEN, "").lower())


def fold(word: str) -> str:
    """A lower-case word without the letters that differ between the languages, and without accents."""
    return DIGRAPH.sub(lambda pair: pair[0][0], _plain(word.translate(FOLDED)))


def written(word: str) -> str:
    """A lower-case word with its å, ä and ö (Danish and Norwegian æ and ø are ä and ö), without other accents."""
    return "".join(letter if letter in OWN else _plain(letter) for letter in word.translate(WRITTEN))


def stem(word: str) -> str:
    """A folded or written word without its endings, at most two; a doubled last letter is single."""
    for _ in range(ROUNDS):
        for length in range(min(LONGEST, len(word) - 1), 0, -1):
            if len(word) - length >= LEAST.get(word[-length:], len(word)):
                word = word[:-length]
                break
        else:
            break
    return word[:-1] if len(word) > 3 and word[-1] == word[-2] else word


@lru_cache(maxsize=1 << 18)
def key(word: str) -> str:
    """What a word is found by: its folded stem."""
    return stem(fold(word))


@lru_cache(maxsize=1 << 18)
def exact(word: str) -> str:
    """What tells a word from those that folding takes for it: får from far."""
    return stem(written(word))


def _plain(text: str) -> str:
    return text if text.isascii() else "".join(c for c in unicodedata.normalize("NFD", text) if unicodedata.category(c) != "Mn")
