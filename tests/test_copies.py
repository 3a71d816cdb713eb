"""Own words: runs of eight words that a page shares with a raw article."""

import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from kundskab import load
from kundskab.rules.copies import shared_runs
from kundskab.settings import Settings

SHARED = "den lange kø snor sig forbi ovnen mod"  # eight words
PAGE, LINE = "da/articles/the-last-loaf.md", 26


@pytest.fixture
def shared(
    mini: Path, tmp_path: Path, settings_for: Callable[[Path], Settings]
) -> Callable[[str], list[tuple[str, int, str, str]]]:
    """What `check --raw` finds where the raw articles have this text."""

    def find(text: str) -> list[tuple[str, int, str, str]]:
        raw = tmp_path / "raw"
        raw.mkdir()
        (raw / "000.txt").write_text(text, "utf-8")
        found = shared_runs(load.load(settings_for(mini)), raw)
        return [(problem.path, problem.line, problem.field, problem.message) for problem in found]

    return find


def test_eight_shared_words_are_found_with_their_line_whatever_their_case_and_punctuation(
    shared: Callable[[str], list[tuple[str, int, str, str]]], edit: Callable[[str, str, str], None]
) -> None:
    edit(PAGE, "## Det tager vi med", "En sen linje. Den lange kø snor sig\nforbi ovnen – mod døren.\n\n## Det tager vi med")
    assert shared(f"Se: {SHARED.upper()}, hvor!") == [(PAGE, LINE, "text", f'shares "{SHARED}" with 000.txt')]


def test_letters_and_their_marks_are_compared_as_one(
    shared: Callable[[str], list[tuple[str, int, str, str]]], edit: Callable[[str, str, str], None]
) -> None:
    eight = "står den lange kø så på gaden nu"
    edit(PAGE, "## Det tager vi med", f"{unicodedata.normalize('NFD', eight)}\n\n## Det tager vi med")
    assert shared(eight) == [(PAGE, LINE, "text", f'shares "{eight}" with 000.txt')]


def test_seven_shared_words_are_not(
    shared: Callable[[str], list[tuple[str, int, str, str]]], edit: Callable[[str, str, str], None]
) -> None:
    edit(PAGE, "## Det tager vi med", f"{SHARED} døren.\n\n## Det tager vi med")
    assert shared(f"{SHARED.removesuffix(' mod')} til døren.") == []


def test_front_matter_is_looked_at_too(
    shared: Callable[[str], list[tuple[str, int, str, str]]], edit: Callable[[str, str, str], None]
) -> None:
    edit(PAGE, "summary: Den, der deler det sidste, får gæsten igen i morgen.", f"summary: {SHARED} døren.")
    assert shared(SHARED) == [(PAGE, 3, "front matter", f'shares "{SHARED}" with 000.txt')]


def test_titles_of_articles_are_excepted(
    shared: Callable[[str], list[tuple[str, int, str, str]]], edit: Callable[[str, str, str], None]
) -> None:
    edit(PAGE, "  title: unknown", f"  title: {SHARED} døren")
    edit(PAGE, "En tom hylde", f"I »{SHARED} døren« er en tom hylde")
    assert shared(f"{SHARED} døren") == []


def test_a_folder_without_raw_articles_is_told(mini: Path, tmp_path: Path, settings_for: Callable[[Path], Settings]) -> None:
    with pytest.raises(FileNotFoundError, match=r"no \.txt files"):
        list(shared_runs(load.load(settings_for(mini)), tmp_path))
