"""Numbers with their units as each language writes them."""

from babel.units import format_unit

HOURS_FROM = 120
"""Minutes from which a time is told in hours."""


def duration(minutes: int, lang: str) -> str:
    """A time in words: "90 minutter", "3,5 timer"."""
    if minutes < HOURS_FROM:
        return format_unit(minutes, "duration-minute", locale=lang)
    return format_unit(round(minutes / 60, 2), "duration-hour", locale=lang)
