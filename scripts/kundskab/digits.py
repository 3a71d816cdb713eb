"""Numbers as the search index writes them; `overrides/javascripts/searchindex.js` reads them."""

from bisect import bisect
from functools import cache

DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_"
MORE = 32

LEVELS, SMALLEST, LARGEST = 63, 0.05, 40.0
"""Impacts are written on a logarithmic scale of 64 steps of some 11 %."""
BETWEEN = [SMALLEST * (LARGEST / SMALLEST) ** ((step + 0.5) / LEVELS) for step in range(LEVELS)]


@cache
def number(value: int) -> str:
    """A whole number in digits of five bits, the lowest first; all but the last are marked."""
    return DIGITS[value] if value < MORE else DIGITS[MORE + value % MORE] + number(value // MORE)


def level(impact: float) -> str:
    return DIGITS[bisect(BETWEEN, impact)]
