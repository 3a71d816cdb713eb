"""What the tests of the core share: the mini tree, fresh for each test, and ways to change a file of it."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from kundskab import load, settings
from kundskab.knowledge import Knowledge
from kundskab.settings import PROJECT, Settings

TREES = Path(__file__).parent / "trees"


@pytest.fixture
def settings_for() -> Callable[[Path], Settings]:
    """The project's settings for another content folder."""
    return lambda docs: settings.read(docs=docs)


@pytest.fixture
def mini(tmp_path: Path) -> Path:
    """A fresh copy of the valid mini tree, with the project's own words for the interface: they stand in one place."""
    docs = shutil.copytree(TREES / "mini", tmp_path / "docs")
    shutil.copytree(PROJECT / "docs/_data/strings", docs / "_data/strings")
    return docs


@pytest.fixture
def edit(mini: Path) -> Callable[[str, str, str], None]:
    """Replace a passage that stands once in a file of the mini tree."""

    def replace(path: str, old: str, new: str) -> None:
        text = (mini / path).read_text("utf-8")
        assert text.count(old) == 1, f"{path}: {old!r} stands {text.count(old)} times"
        (mini / path).write_text(text.replace(old, new), "utf-8")

    return replace


@pytest.fixture
def knowledge(mini: Path, settings_for: Callable[[Path], Settings]) -> Knowledge:
    """The mini tree as it is, read."""
    return load.load(settings_for(mini)).knowledge


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Where KUNDSKAB_NO_SKIPS is set, as in .ci/run, a skipped test fails the run."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("KUNDSKAB_NO_SKIPS") and reporter and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
