"""What a computation reads of the library, noted while it runs, so that it is done again only where that has changed.

A fact is a kind and names, such as ("head", "da/index.md"). Who gives something out of the library notes the fact that it belongs
to; `Knowledge.fact` says what a fact is at present.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeAlias

Fact: TypeAlias = tuple[str, ...]

_open: ContextVar[set[Fact] | None] = ContextVar("facts", default=None)


def note(*fact: str) -> None:
    """Say that a fact is being read; heard only where someone is `noting`."""
    if (noted := _open.get()) is not None:
        noted.add(fact)


def note_all(facts: Iterable[Fact]) -> None:
    """The same for facts that someone has noted before, of what is being read again."""
    if (noted := _open.get()) is not None:
        noted.update(facts)


@contextmanager
def noting() -> Iterator[set[Fact]]:
    """The facts that are read in the block; nobody else hears of them."""
    noted: set[Fact] = set()
    token = _open.set(noted)
    try:
        yield noted
    finally:
        _open.reset(token)
