"""Alphabetical order."""

import pytest

from kundskab.alphabet import alphabetical


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("da", ["Bo", "zebra", "æble", "ø", "åben", "Aarhus"]),
        ("nb", ["by", "zink", "ære", "øre", "åpen", "Aasen"]),
        ("sv", ["Aachen", "anbud", "zon", "åka", "ära", "öppen"]),
    ],
)
def test_each_language_has_its_own_order(lang: str, words: list[str]) -> None:
    assert sorted(reversed(words), key=lambda word: alphabetical(word, lang)) == words


def test_signs_before_the_first_letter_do_not_count() -> None:
    assert sorted(["zink", "»anden«"], key=lambda word: alphabetical(word, "da")) == ["»anden«", "zink"]
