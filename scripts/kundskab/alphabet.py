"""Alphabetical order as each language has it."""

AFTER_Z = {"da": "æøå", "nb": "æøå", "sv": "åäö"}
"""The letters after z, in their order."""

SAME = {"da": {"ä": "æ", "ö": "ø", "aa": "å"}, "nb": {"ä": "æ", "ö": "ø", "aa": "å"}, "sv": {"æ": "ä", "ø": "ö"}}
"""How each language sorts its neighbours' letters; Danish and Norwegian sort aa as å."""


def alphabetical(text: str, lang: str) -> tuple[list[int], str]:
    """A key that puts texts in the alphabetical order of a language, blind to case and to signs before the first letter."""
    word = text.casefold()
    for spelling, as_if in SAME.get(lang, {}).items():
        word = word.replace(spelling, as_if)
    last = AFTER_Z.get(lang, "")
    counted = [letter for letter in word if letter.isalnum() or letter == " "]
    return [0x110000 + last.index(letter) if letter in last else ord(letter) for letter in counted], text
