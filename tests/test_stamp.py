"""Stamps: which sections of the original a translation was last held against, and what has changed since."""

import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from kundskab import load
from kundskab.knowledge import Knowledge
from kundskab.schema import Translation
from kundskab.settings import PROJECT, Settings
from kundskab.stamp import drifted, stamp

ON = date(2027, 1, 31)
ORIGINAL, TRANSLATION = "da/areas/greet.md", "nb/areas/greet.md"


@pytest.fixture
def read(mini: Path, settings_for: Callable[[Path], Settings]) -> Callable[[], Knowledge]:
    """The mini tree as it is now."""
    return lambda: load.load(settings_for(mini)).knowledge


def drift(knowledge: Knowledge, id: str) -> dict[str, list[str]]:
    concept = knowledge.concepts[id]
    return {lang: drifted(concept, page) for lang, page in concept.pages.items()}


def test_a_changed_original_makes_its_translations_drift_until_they_are_stamped(
    mini: Path, read: Callable[[], Knowledge], edit: Callable[[str, str, str], None]
) -> None:
    assert drift(read(), "greet") == {"da": [], "nb": [], "sv": []}
    edit(ORIGINAL, "## Begynd her {#start}", "## Begynd nu {#start}")
    edit(ORIGINAL, "title: Tag imod", "title: Modtag")
    assert drift(read(), "greet") == {"da": [], "nb": ["head", "start"], "sv": ["head", "start"]}
    assert stamp(read(), mini, ["greet"], ["nb"], ON) == [TRANSLATION]
    assert drift(read(), "greet") == {"da": [], "nb": [], "sv": ["head", "start"]}
    meta = read().concepts["greet"].pages["nb"].meta
    assert isinstance(meta, Translation) and meta.translated.on == ON


def test_sections_that_appeared_or_went_drift_too(read: Callable[[], Knowledge], edit: Callable[[str, str, str], None]) -> None:
    edit(ORIGINAL, "## Begynd her {#start}", "Før du går i gang.\n\n## Begynd her {#first}")
    assert drift(read(), "greet")["nb"] == ["introduction", "first", "start"]


def test_other_line_breaks_in_the_original_are_no_drift(
    read: Callable[[], Knowledge], edit: Callable[[str, str, str], None]
) -> None:
    edit(ORIGINAL, "og lær så", "og lær\nså")
    assert drift(read(), "greet")["nb"] == []


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("entry", ["{from: da, on: 2026-11-22, sections: {}}", "\n  from: da\n  on: 2026-11-22\n  sections: {}"])
def test_a_stamp_keeps_the_rest_of_the_files_bytes(
    mini: Path, read: Callable[[], Knowledge], entry: str, mark: str, newline: str
) -> None:
    text = f"{mark}---\ntitle:   Ta imot  # as in the shop\ntranslated: {entry}\nsummary: 'Se gjesten'\n---\n\ntranslated: \n  ikke her\n\n\n"
    before = text.replace("\n", newline).encode()
    (mini / TRANSLATION).write_bytes(before)
    assert stamp(read(), mini, ["greet"], ["nb"], ON) == [TRANSLATION]
    after = (mini / TRANSLATION).read_bytes()
    head, tail = before.split(f"translated: {entry}".replace("\n", newline).encode())
    assert after.startswith(head + b"translated: {from: da, on: 2027-01-31, sections: {head: ")
    assert after.endswith(b"}}" + tail)
    assert drift(read(), "greet")["nb"] == []


def test_the_command_says_what_it_changed_and_leaves_what_is_current(mini: Path, edit: Callable[[str, str, str], None]) -> None:
    edit(ORIGINAL, "Begynd med at", "Start med at")
    command: list[str | Path] = [PROJECT / "scripts/stamp", "--docs", mini, "--all"]
    first, second = (subprocess.run(command, cwd=mini.parent, capture_output=True, text=True, check=True) for _ in range(2))
    assert first.stdout.splitlines() == ["stamped docs/nb/areas/greet.md", "stamped docs/sv/areas/greet.md"]
    assert second.stdout == "nothing to stamp: the translations are current, or drafts\n"


def test_the_command_refuses_an_id_that_no_concept_has(mini: Path) -> None:
    result = subprocess.run([PROJECT / "scripts/stamp", "--docs", mini, "gret"], capture_output=True, text=True)
    assert result.returncode == 2
    assert 'unknown id "gret"; did you mean "greet"?' in result.stderr
