"""Times in words."""

import pytest

from kundskab.units import duration


@pytest.mark.parametrize(
    ("minutes", "lang", "words"),
    [
        (90, "da", "90 minutter"),
        (119, "nb", "119 minutter"),
        (120, "sv", "2 timmar"),
        (125, "da", "125 minutter"),
        (135, "nb", "2,25 timer"),
        (210, "da", "3,5 timer"),
    ],
)
def test_a_time_is_told_in_hours_where_it_is_whole_quarters_of_them(minutes: int, lang: str, words: str) -> None:
    assert duration(minutes, lang) == words
