"""How hard a text is to read: LIX, läsbarhetsindex (C. H. Björnsson, Läsbarhet, 1968), the Nordic measure."""

import re
from collections.abc import Iterable

from kundskab.markup import WORD

LONG = 6
"""A word with more letters than this is long."""

SENTENCE = re.compile(r"[.:!?…]+[»«”\"')]*(?:\s+|$)")


def sentences(paragraph: str) -> list[str]:
    """Running text cut as LIX counts: at full stops, colons, question and exclamation marks."""
    return [text for text in SENTENCE.split(paragraph) if WORD.search(text)]


def lix(paragraphs: Iterable[str]) -> float:
    """Words per sentence plus the per cent of words that are long; a paragraph ends a sentence. 0 without words."""
    found = [sentence for paragraph in paragraphs for sentence in sentences(paragraph)]
    words = [word for sentence in found for word in WORD.findall(sentence)]
    return len(words) / len(found) + 100 * sum(len(word) > LONG for word in words) / len(words) if words else 0.0


def longest(paragraphs: Iterable[str], count: int) -> list[tuple[int, str]]:
    """The sentences with the most words, as (words, sentence), longest first."""
    found = [sentence for paragraph in paragraphs for sentence in sentences(paragraph)]
    return sorted(((len(WORD.findall(text)), text) for text in found), key=lambda pair: -pair[0])[:count]
