"""The spelling of everything readers see, by hunspell's dictionaries and the library's own lists."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from kundskab import load, settings, spelling
from kundskab.problems import report
from kundskab.settings import Settings

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


def test_a_word_on_the_list_is_right(
    mini: Path, edit: Callable[[str, str, str], None], settings_for: Callable[[Path], Settings]
) -> None:
    edit("sv/situations/no-bread-left.md", "tom hylla.", "tomm hylla.")
    (mini / "_data/words").mkdir()
    (mini / "_data/words/sv.txt").write_text("tomm\n", "utf-8")
    assert not [problem for problem in spelling.misspelled(load.load(settings_for(mini))) if '"tomm"' in problem.message]


def test_a_missing_dictionary_is_said_with_how_to_get_it(
    mini: Path, settings_for: Callable[[Path], Settings], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(spelling.DICTIONARIES, "nb", "xx_XX")
    with pytest.raises(spelling.Unavailable, match="xx_XX; on Debian: apt-get install"):
        spelling.misspelled(load.load(settings_for(mini)))
