"""Numbers with their units as each language writes them."""

from babel.units import format_unit

HOURS_FROM, QUARTER = 120, 15
"""Minutes from which a time is told in hours, where it is whole quarters of them."""


def duration(minutes: int, lang: str) -> str:
    """A time in words: "90 minutter", "125 minutter", "3,5 timer"."""
    if minutes < HOURS_FROM or minutes % QUARTER:
        return format_unit(minutes, "duration-minute", locale=lang)
    return format_unit(minutes / 60, "duration-hour", locale=lang)


def clock(minutes: int) -> str:
    """A time of day from the minutes after midnight, as all three languages read it: "9:05"."""
    return f"{minutes // 60 % 24}:{minutes % 60:02d}"
