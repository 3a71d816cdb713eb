"""A large library in memory: random text of real words, the same on every run."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import accumulate
from random import Random

from wordfreq import get_frequency_dict

from kundskab.concepts import Concept, Page, Written
from kundskab.evaluate import Query
from kundskab.knowledge import FOLDER_OF, Knowledge
from kundskab.markup import Body, Section
from kundskab.schema import Principle

ENDINGS = {
    "da": ("en", "et", "er", "erne", "ens", "s"),
    "nb": ("en", "et", "er", "ene", "ens", "s"),
    "sv": ("en", "et", "ar", "arna", "ens", "s"),
}
LINKS = ("", "s")
INFLECTED, COMPOUND = 0.1, 0.1
"""The shares of a text's words that get an ending, and that are compounds."""
WORDS, COMPOUNDS, COMMON = 30_000, 60_000, 300
"""How many of a language's words are used; how many compounds are made of them; how many of the commonest, being small ones, no title has."""
TITLE, TERMS, TERM, SUMMARY, SECTIONS, SECTION = 4, 6, 2, 12, 7, 60
TYPE = "principle"
ASKED = 60
"""Concepts that are asked for, each by its title, a term and a misspelled word, in every language."""


@dataclass(frozen=True, slots=True)
class _Words:
    """Words of a language by how often they are used: all, those that tell something, compounds."""

    lang: str
    all: "_Drawn"
    telling: "_Drawn"
    compounds: "_Drawn"

    def text(self, random: Random, count: int) -> str:
        words = (self.compounds if random.random() < COMPOUND else self.all for _ in range(count))
        return " ".join(self._formed(random, drawn) for drawn in words)

    def name(self, random: Random, count: int) -> str:
        """Words that tell something, as in titles and terms."""
        return " ".join(self._formed(random, self.telling) for _ in range(count))

    def _formed(self, random: Random, drawn: "_Drawn") -> str:
        (word,) = random.choices(drawn.words, cum_weights=drawn.sums)
        return word + (random.choice(ENDINGS[self.lang]) if random.random() < INFLECTED else "")


@dataclass(frozen=True, slots=True)
class _Drawn:
    """Words, the commonest first, with the sums of their frequencies."""

    words: tuple[str, ...]
    sums: tuple[float, ...]


def library(knowledge: Knowledge, concepts: int) -> Knowledge:
    """So many principles in each language of `knowledge`, which the rest is taken from."""
    random = Random(1)
    words = [_words(lang, random) for lang in knowledge.languages]
    made = {id: _concept(id, words, random, knowledge) for id in (f"idea-{number}" for number in range(concepts))}
    return replace(knowledge, concepts=made, relations=())


def queries(knowledge: Knowledge) -> Iterator[Query]:
    """Titles and terms, each expecting its page, and misspelled words of titles, expecting every page with the word in its title."""
    random = Random(1)
    titled = defaultdict(list)
    for concept in knowledge.concepts.values():
        for lang, page in concept.pages.items():
            for word in page.meta.title.split():
                titled[lang, word].append(_name(lang, concept.id))
    for concept in random.sample(list(knowledge.concepts.values()), ASKED):
        for lang, page in concept.pages.items():
            own = (_name(lang, concept.id),)
            longest = max(page.meta.title.split(), key=len)
            yield Query("title", lang, page.meta.title, own)
            yield Query("term", lang, random.choice(page.meta.terms), own)
            yield Query("typo", lang, misspelled(longest, random), tuple(titled[lang, longest]))


def _name(lang: str, id: str) -> str:
    return f"{lang}/{FOLDER_OF[TYPE]}/{id}"


def misspelled(word: str, random: Random) -> str:
    """A word with two different letters that stand beside each other changing places, the first of the word not among them."""
    places = [place for place in range(1, len(word) - 1) if word[place] != word[place + 1]]
    if not places:
        return word
    place = random.choice(places)
    return word[:place] + word[place + 1] + word[place] + word[place + 2 :]


def _words(lang: str, random: Random) -> _Words:
    frequencies = [(word, share) for word, share in get_frequency_dict(lang).items() if word.isalpha() and len(word) > 1]
    chosen = sorted(frequencies, key=lambda pair: (-pair[1], pair[0]))[:WORDS]
    parts = [word for word, _ in chosen[COMMON:] if len(word) > 3]
    compounds = [
        (random.choice(parts) + random.choice(LINKS) + random.choice(parts), 1 / place) for place in range(1, COMPOUNDS + 1)
    ]
    return _Words(lang, _drawn(chosen), _drawn(chosen[COMMON:]), _drawn(compounds))


def _drawn(shares: Sequence[tuple[str, float]]) -> _Drawn:
    return _Drawn(tuple(word for word, _ in shares), tuple(accumulate(share for _, share in shares)))


def _concept(id: str, words: list[_Words], random: Random, knowledge: Knowledge) -> Concept:
    area = random.choice(knowledge.areas).id
    pages: Mapping[str, Page] = {one.lang: _page(id, one, area, random) for one in words}
    return Concept(TYPE, id, pages[words[0].lang], pages)


def _page(id: str, words: _Words, area: str, random: Random) -> Page:
    texts = [words.text(random, SECTION) for _ in range(SECTIONS)]
    sections = tuple(Section(f"part-{n}", words.name(random, 2), 2, 1, 1, text, 0, len(text)) for n, text in enumerate(texts))
    body = Body("", 1, sections, (), ())
    meta = Principle(
        title=words.name(random, TITLE),
        summary=words.text(random, SUMMARY),
        terms=tuple(words.name(random, TERM) for _ in range(TERMS)),
        area=area,
        owner="",
        added=date.min,
        reviewed=date.min,
        review_every=1,
        sources=(),
    )
    return Page.of(f"{words.lang}/{FOLDER_OF[TYPE]}/{id}.md", words.lang, TYPE, id, meta, Written("", 1, body, {}))
