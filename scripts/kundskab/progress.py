"""Progress on the error stream, where that is a terminal."""

import sys
from typing import Any

import click


class Bar:
    """A bar under a label, from the first that is done to the last."""

    def __init__(self, label: str) -> None:
        self._label = label
        self._bar: Any = None

    def __enter__(self) -> "Bar":
        return self

    def __exit__(self, *error: object) -> None:
        if self._bar:
            self._bar.render_finish()

    def show(self, done: int, of: int) -> None:
        """So many of so many are done."""
        if not sys.stderr.isatty():
            return
        if not self._bar or self._bar.length != of:
            self._bar = click.progressbar(length=of, label=self._label, file=sys.stderr)
        self._bar.update(done - self._bar.pos)
