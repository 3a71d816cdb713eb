"""The search index put together from what was found in each page, part by part.

A part are the keys from one of `shards.PARTS` to the next. Where a page has changed, only those parts are put together again of
which it says something else.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import chain
from sys import intern
from typing import NamedTuple

from kundskab.counted import EXACT, Counted
from kundskab.dictionaries import dictionary
from kundskab.shards import PARTS, lists, part, shards, size

ALL = range(len(PARTS) + 1)
"""The numbers of the parts."""
BYTES = 8
"""Of a digest."""


class Share(NamedTuple):
    """What tells what a concept adds to the index from anything else: a digest for each part, all in a row, and one of its names.

    `lemmas` are those that it has of which an inflected form stands in another part.
    """

    parts: bytes
    names: bytes
    lemmas: tuple[str, ...]


NOTHING = Share(b"", b"", ())


class File(NamedTuple):
    """A file of the index; `says` is what the head says of it, its size last."""

    name: str
    says: tuple[str | int, ...]
    text: str


def share(pages: Mapping[str, Counted], languages: Sequence[str]) -> Share:
    """Of a concept's pages by language, in a library of these languages."""
    lines = zip(*(page.entries.split("\n") for page in pages.values()), strict=True)
    keys = chain.from_iterable(page.entries.split()[::2] for page in pages.values())
    return Share(
        b"".join(_digest(*pages, *one) for one in lines),
        _digest(*chain.from_iterable((lang, page.names) for lang, page in pages.items())),
        tuple(sorted(_elsewhere(tuple(languages)).intersection(keys))),
    )


def of_part(shares: Iterable[Share], number: int) -> list[bytes]:
    """What tells what each adds to a part."""
    start, end = number * BYTES, (number + 1) * BYTES
    return [share.parts[start:end] for share in shares]


def merged(
    pages: Iterable[tuple[int, Counted]], parts: Sequence[int], languages: Sequence[str], lemmas: Collection[str]
) -> Iterator[list[File]]:
    """The shards of each of these parts, from all pages in the order of their numbers; `lemmas` are all that concepts have."""
    found: list[dict[str, tuple[list[int], list[str]]]] = [defaultdict(lambda: ([], [])) for _ in parts]
    for number, page in pages:
        lines = page.entries.split("\n")
        for place, postings in zip(parts, found, strict=True):
            entries = lines[place].split()
            for key, code in zip(entries[::2], entries[1::2], strict=True):
                numbers, codes = postings[key]
                numbers.append(number)
                codes.append(intern(code))
    for place, postings in zip(parts, found, strict=True):
        for form in _alone(postings):
            del postings[form]
        aliases: dict[str, list[str]] = defaultdict(list)
        for key, lemma in _aliases(tuple(languages)).get(place, ()):
            if lemma in postings or lemma in lemmas:
                aliases[key].append(lemma)
        yield [File(f"{name}.txt", (first, size(text)), text) for name, first, text in shards(postings, aliases)]


def listed(pages: Iterable[Counted]) -> list[File]:
    """The lists of words that misspelled ones are held against."""
    names = set[str]().union(*(page.names.split() for page in pages))
    return [File(f"words-{name}.txt", (length, letters, size(text)), text) for name, length, letters, text in lists(names)]


def _alone(postings: Collection[str]) -> list[str]:
    """The written forms of keys that have no other."""
    forms = [key for key in postings if EXACT in key]
    count = Counter(form.partition(EXACT)[0] for form in forms)
    return [form for form in forms if count[form.partition(EXACT)[0]] == 1]


@cache
def _aliases(languages: tuple[str, ...]) -> Mapping[int, Sequence[tuple[str, str]]]:
    """By part: the keys of inflected forms, each with its lemma's."""
    pairs = {pair for lang in languages for pair in dictionary(lang).aliases}
    found: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for key, lemma in sorted(pairs):
        found[part(key)].append((key, lemma))
    return found


@cache
def _elsewhere(languages: tuple[str, ...]) -> frozenset[str]:
    """The keys of lemmas of which an inflected form stands in another part."""
    return frozenset(lemma for lang in languages for key, lemma in dictionary(lang).aliases if part(key) != part(lemma))


def _digest(*texts: str) -> bytes:
    return hashlib.blake2b("\n".join(texts).encode(), digest_size=BYTES).digest()
