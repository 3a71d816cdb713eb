"""The spelling of everything readers see, by hunspell's dictionaries and the library's own lists."""

import shutil
import subprocess
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from kundskab import load, settings, spelling
from kundskab.problems import report
from kundskab.settings import PROJECT, Settings

pytestmark = pytest.mark.skipif(
    not shutil.which("hunspell"),
    reason="hunspell is missing, so no spelling is tested; on Debian: apt install hunspell hunspell-da hunspell-no hunspell-sv",
)


def test_the_library_is_spelled_right() -> None:
    assert report(spelling.misspelled(load.load(settings.read())), "docs") == "0 problems"


def test_an_unknown_word_is_told_where_it_first_stands(
    mini: Path, edit: Callable[[str, str, str], None], settings_for: Callable[[Path], Settings]
) -> None:
    edit("sv/situations/no-bread-left.md", "tom hylla.", "tomm hylla.")
    edit("_data/glossary.yml", "Den hårde yderside på brødet.", "Den hårdde yderside på brødet.")
    (mini / "_data/words").mkdir()
    (mini / "_data/words/da.txt").write_text("skiltet\nfoccacia\n", "utf-8")
    found = {problem.show("docs") for problem in spelling.misspelled(load.load(settings_for(mini)))}
    for line in (
        'docs/sv/situations/no-bread-left.md:10: happening: "tomm" is not in the dictionary; correct it, or add it to _data/words/sv.txt',
        'docs/_data/glossary.yml:6: crust: "hårdde" is not in the dictionary; correct it, or add it to _data/words/da.txt',
        'docs/_data/words/da.txt:2: word: "foccacia" is not needed; remove it',
    ):
        assert line in found


def test_a_note_may_use_the_words_of_any_language(
    edit: Callable[[str, str, str], None], mini: Path, settings_for: Callable[[Path], Settings]
) -> None:
    edit("_data/glossary.yml", "ett torkat bröd", "ett torkat brød som skorpxa")
    found = [problem for problem in spelling.misspelled(load.load(settings_for(mini))) if problem.field == "crust"]
    assert [(problem.line, problem.message) for problem in found] == [(8, '"skorpxa" is not in the dictionary')]


def test_a_word_on_the_list_is_right(
    mini: Path, edit: Callable[[str, str, str], None], settings_for: Callable[[Path], Settings]
) -> None:
    edit("sv/situations/no-bread-left.md", "tom hylla.", "tomm hylla.")
    (mini / "_data/words").mkdir()
    (mini / "_data/words/sv.txt").write_text("tomm\n", "utf-8")
    assert not [problem for problem in spelling.misspelled(load.load(settings_for(mini))) if '"tomm"' in problem.message]


@pytest.fixture
def told(
    mini: Path, settings_for: Callable[[Path], Settings], edit: Callable[[str, str, str], None]
) -> Callable[[bytes], list[str]]:
    """What is told of foccacia and of the Danish list, where a page has the word in the middle and at the beginning."""

    def find(words: bytes) -> list[str]:
        edit("da/glossary.md", "Her står", "Foccacia, foccacia. Her står")
        (mini / "_data/words").mkdir()
        (mini / "_data/words/da.txt").write_bytes(words)
        found = spelling.misspelled(load.load(settings_for(mini)))
        return [f"{p.line}: {p.message}" for p in found if p.path == "_data/words/da.txt" or "occacia" in p.message]

    return find


def test_a_word_on_the_list_may_begin_with_a_capital(told: Callable[[bytes], list[str]]) -> None:
    assert told(b"foccacia\n") == []


def test_a_capital_on_the_list_is_kept(told: Callable[[bytes], list[str]]) -> None:
    assert told(b"Foccacia\n") == ['8: "foccacia" is not in the dictionary']


def test_lines_of_the_list_are_those_of_its_file_and_a_word_stands_once(told: Callable[[bytes], list[str]]) -> None:
    assert told(b"\xef\xbb\xbffoccacia\n\nFoccacia\nto ord\n") == ['3: "Foccacia" is not needed', '4: "to ord" is not needed']


def test_a_draft_and_its_translation_are_not_read(
    mini: Path, edit: Callable[[str, str, str], None], settings_for: Callable[[Path], Settings]
) -> None:
    before = spelling.misspelled(load.load(settings_for(mini)))
    edit("da/principles/bake-with-guests.md", "title: Bag", "title: Foccacia")
    translation = "---\ntitle: Foccacia\nsummary: Foccacia.\ntranslated: {from: da, on: 2026-11-22, sections: {}}\n---\n"
    (mini / "nb/principles/bake-with-guests.md").write_text(translation, "utf-8")
    assert spelling.misspelled(load.load(settings_for(mini))) == before


def test_the_command_tells_unreadable_pages_too_and_fails(mini: Path, edit: Callable[[str, str, str], None]) -> None:
    edit("sv/situations/no-bread-left.md", "title: Brödet är slut", "title: 7")
    result = subprocess.run([PROJECT / "scripts/spell", "--docs", mini], cwd=mini.parent, capture_output=True, text=True)
    assert "docs/sv/situations/no-bread-left.md:2: title: 7 is not text; put it in quotes, or fill it in" in result.stdout
    assert result.returncode == 1


def test_letters_and_their_marks_are_read_as_one(
    mini: Path, edit: Callable[[str, str, str], None], settings_for: Callable[[Path], Settings]
) -> None:
    before = load.load(settings_for(mini))
    page = mini / "sv/situations/no-bread-left.md"
    page.write_text(unicodedata.normalize("NFD", page.read_text("utf-8")), "utf-8")
    after = load.load(settings_for(mini))
    assert spelling.misspelled(after) == spelling.misspelled(before)
    digests = [tree.knowledge.page("no-bread-left", "sv").digests() for tree in (before, after)]
    assert digests[0] == digests[1]


def test_a_missing_dictionary_is_said_with_how_to_get_it(
    mini: Path, settings_for: Callable[[Path], Settings], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(spelling.DICTIONARIES, "nb", "xx_XX")
    with pytest.raises(spelling.Unavailable, match=r"xx_XX; on Debian: apt-get install .*hunspell-no"):
        spelling.misspelled(load.load(settings_for(mini)))
