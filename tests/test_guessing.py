"""Which language a paragraph reads as, on the library's own."""

from collections.abc import Mapping, Sequence
from itertools import permutations

import pytest

from kundskab import load, settings
from kundskab.rules.guessing import SHORTEST, foreign

LANGUAGES = ("da", "nb", "sv")
ENGLISH = """
The first question a customer asks is rarely the one that matters, and the answer you give is rarely the one they need.
A meeting that ends without a next step has ended for good; write down who does what, and when, before you leave the room.
Nobody buys a drill because of the drill, and for many the hole in the wall is not what they want either.
When all the information is on the table, the person in front of you still has to explain it to a manager at home.
""".strip().split("\n")


@pytest.fixture(scope="module")
def paragraphs() -> Mapping[str, Sequence[str]]:
    """Those of each language that are long enough."""
    found: dict[str, list[str]] = {lang: [] for lang in LANGUAGES}
    for page, passages in load.load(settings.read()).passages.items():
        own = (passage.own for passage in passages if passage.running)
        found[page.lang] += [text for text in own if sum(map(str.isalpha, text)) >= SHORTEST]
    return found


@pytest.mark.parametrize("lang", LANGUAGES)
def test_none_of_our_paragraphs_is_taken_for_another_languages(paragraphs: Mapping[str, Sequence[str]], lang: str) -> None:
    assert list(foreign(paragraphs[lang], lang, LANGUAGES)) == []


def test_nearly_all_paragraphs_on_another_languages_page_are_found(paragraphs: Mapping[str, Sequence[str]]) -> None:
    found = {(lang, here): list(foreign(paragraphs[lang], here, LANGUAGES)) for lang, here in permutations(LANGUAGES, 2)}
    share = {pair: len(those) / len(paragraphs[pair[0]]) for pair, those in found.items()}
    assert sum(share.values()) / len(share) > 0.96
    assert min(share.values()) > 0.88, share
    right = [lang == other for (lang, _), those in found.items() for _, other in those]
    assert sum(right) / len(right) > 0.99


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_quotation_in_english_is_no_other_language_of_ours(lang: str) -> None:
    assert list(foreign(ENGLISH, lang, LANGUAGES)) == []


def test_letters_that_are_written_otherwise_are_the_same() -> None:
    text = "Vi ser hellere et brød for lidt end et for meget på hylden."
    assert [list(foreign([written], "sv", LANGUAGES)) for written in (text, text.upper())] == [[(0, "da")]] * 2
    assert list(foreign(["På hylden stod brødet, og på bordet stod åtte æbler og ø-kaffe."], "da", LANGUAGES)) == []


def test_what_is_short_has_no_words_or_is_alone_is_not_guessed() -> None:
    swedish = "Det är inte priset som är frågan, utan vad som händer om ingenting görs."
    assert list(foreign(["Det är inte priset."], "da", LANGUAGES)) == []
    assert list(foreign(["12 345 678 " * 10, "!?" * 50, ""], "da", LANGUAGES)) == []
    assert list(foreign([swedish], "da", ("da",))) == []
    assert list(foreign([swedish], "zz", ("zz", *LANGUAGES))) == [], "of which no words are known"
    assert list(foreign([swedish], "da", ("zz", *LANGUAGES))) == [(0, "sv")]
