"""The search index's keys and words in files of a few kilobytes, of which a change of few keys changes few.

`overrides/javascripts/searchindex.js` reads them.
"""

from bisect import bisect
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, reduce
from itertools import chain
from operator import sub
from typing import TypeAlias
from zlib import crc32

from kundskab import nordic
from kundskab.digits import DIGITS, number

Postings: TypeAlias = Mapping[str, tuple[list[int], list[str]]]
"""Of each key: the numbers of its pages, in order, and what it counts there."""

PARTS = """
    0x am ap as au be bi bj bu de di dr ei es fe fj fr fu fy g gd gr he hi hu hy io ir ke kr ku kv le li lr me mi mj nb ng o op ot pc
    ps re rf sc se sh sj sl sm st su sy te tj tr ua ur vd ve vo
    """.split()  # noqa: SIM905
"""Where the parts of the keys begin but for the first: so chosen that each has about as much to hold."""

LEAST, APART, LARGEST = 5000, 5000, 20_000
"""Bytes that a shard has before it may end; that lie from there to its end on average; that it has at most, but for a single key."""
MOST = 5000
"""Pages of a key, the strongest."""
LIST = 4000
"""Letters from which a list of words ends with the next first letter."""


def shards(postings: Postings, aliases: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, str, str]]:
    """(name, first key, text) of each shard of a part: a line a key, what it shares with the one before left off.

    Where one ends is up to the key that follows and its line, so that a change moves no ends but those beside it.
    """
    first, lines = "", list[str]()
    before, size, names = "", 0, set[str]()
    for key in sorted({*postings, *aliases}, key=_order):
        rest = " ".join([_encoded(*postings.get(key, ((), ()))), *aliases.get(key, ())])
        length = len(key.encode()) + len(rest)
        ends = size + length > LARGEST or (size >= LEAST and crc32(key.encode()) % APART < length)
        if (not lines or ends) and (name := name_of(key)) not in names:
            if lines:
                yield name_of(first), first, "\n".join(lines)
            names.add(name)
            first, lines, before, size = key, [], "", 0
        lines.append(f"{_front(before, key)} {rest}")
        before = key
        size += length
    if lines:
        yield name_of(first), first, "\n".join(lines)


def lists(words: Iterable[str]) -> Iterator[tuple[str, int, str, str]]:
    """(name, length, first letters, text) of the lists of words of one length, by whole letters, both without what folding takes."""
    found: dict[int, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for word in sorted(words):
        folded = nordic.fold(word)
        if len(folded) > 2 and not word.isdigit():
            found[len(folded)][folded[0]].append(word)
    for length, by_letter in sorted(found.items()):
        letters, group = "", list[str]()
        for letter, more in sorted(by_letter.items()):
            if group and length * len(group) > LIST:
                yield f"{length}-{ord(letters[0])}", length, letters, _fronted(group)
                letters, group = "", []
            letters += letter
            group += more
        yield f"{length}-{ord(letters[0])}", length, letters, _fronted(group)


def size(text: str) -> int:
    """What JavaScript calls a text's length, by which a file that arrives cut off is noticed."""
    return len(text.encode("utf-16-le")) // 2


def name_of(key: str) -> str:
    """What a shard is called that begins with a key: the numbers of its first two letters, and one of 32 bits for all of it."""
    letters = [ord(letter) for letter in key]
    return "-".join(map(str, (*letters[:2], reduce(lambda sum, letter: (sum * 31 + letter) % (1 << 32), letters, 0))))


def part(key: str) -> int:
    """The number of the part that a key belongs to, from 0 to the number of PARTS."""
    return _part(key[:2])


@cache
def _part(beginning: str) -> int:
    return bisect(PARTS, beginning)


def _order(key: str) -> bytes:
    """The order that JavaScript compares texts in: by UTF-16 code units."""
    return key.encode("utf-16-be")


def _fronted(words: Iterable[str]) -> str:
    before, lines = "", []
    for word in words:
        lines.append(_front(before, word))
        before = word
    return "\n".join(lines)


def _front(before: str, key: str) -> str:
    shared = 0
    while shared < min(len(before), len(key), len(DIGITS) - 1) and before[shared] == key[shared]:
        shared += 1
    return DIGITS[shared] + key[shared:]


def _encoded(pages: Sequence[int], codes: Sequence[str]) -> str:
    """Each page as the way from the one before, then what the key counts there."""
    if len(pages) > MOST:
        strongest = sorted(range(len(pages)), key=lambda place: -DIGITS.index(codes[place][0]))[:MOST]
        pages, codes = [pages[place] for place in sorted(strongest)], [codes[place] for place in sorted(strongest)]
    ways = map(_way, map(sub, pages, [-1, *pages[:-1]]))
    return "".join(chain.from_iterable(zip(ways, codes, strict=True)))


@cache
def _way(distance: int) -> str:
    return number(distance - 1)
