"""Dictionaries that open at once: what the packages say, whatever has become of the file."""

import math
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from simplemma.strategies.dictionaries.dictionary_factory import DefaultDictionaryFactory
from wordfreq import get_frequency_dict

from kundskab import dictionaries, nordic, settings
from kundskab.dictionaries import Dictionary
from kundskab.verbs import main

SMALL = "ms"
"""A language whose dictionary is made in a moment."""


@pytest.fixture
def opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], Dictionary]:
    """The small language's dictionary, as a new process opens it from an own folder."""
    monkeypatch.setattr(dictionaries, "FOLDER", tmp_path / "dictionaries")
    return lambda: dictionaries.dictionary.__wrapped__(SMALL)


@pytest.mark.parametrize("lang", ["da", "nb", "sv"])
def test_a_dictionary_knows_what_the_packages_know(lang: str) -> None:
    ours, lemmas, frequencies = (
        dictionaries.dictionary(lang),
        DefaultDictionaryFactory().get_dictionary(lang),
        get_frequency_dict(lang, "small"),
    )
    forms = {(nordic.key(word), nordic.key(lemmas[word])) for word in frequencies if word in lemmas and word.isalnum()}
    assert {pair for pair in forms if len(set(pair)) > 1} <= set(ours.aliases)
    assert all(key != lemma for key, lemma in ours.aliases)
    for word in [*frequencies, *list(lemmas)[::10], "", "kundekunde", "\xff"]:
        share = frequencies.get(word)
        zipf = math.log10(share) + 9 if share else dictionaries.KNOWN / 100 if word in lemmas else 0.0
        assert ours.lemma(word) == lemmas.get(word, "") and ours.zipf(word) == pytest.approx(zipf, abs=1e-9), word


def test_a_dictionary_knows_what_folding_takes_for_one() -> None:
    assert {"far", "for", "rat"} <= set(dictionaries.dictionary("sv").ambiguous)
    assert not {"kund", "pris", "offert"} & set(dictionaries.dictionary("sv").ambiguous)


def test_a_language_that_no_package_knows_has_no_words() -> None:
    nothing = dictionaries.dictionary("xx")
    assert (nothing.lemma("hus"), nothing.zipf("hus"), *nothing.aliases, *nothing.ambiguous) == ("", 0.0)


def of(found: Dictionary) -> tuple[str, float, int]:
    return found.lemma("rumahnya"), found.zipf("rumah"), len(found.aliases)


@pytest.mark.parametrize("left", [0, 3, 1000, None], ids=["empty", "cut in its check", "cut off", "a byte changed"])
def test_a_file_that_is_not_whole_is_made_again(left: int | None, opened: Callable[[], Dictionary]) -> None:
    right = of(opened())
    (path,) = dictionaries.FOLDER.iterdir()
    whole = path.read_bytes()
    path.write_bytes(whole[:left] if left is not None else whole[:5000] + bytes([whole[5000] ^ 1]) + whole[5001:])
    assert of(opened()) == right and right[1]
    assert path.read_bytes() == whole


def test_what_other_editions_and_broken_runs_left_is_taken_away(opened: Callable[[], Dictionary]) -> None:
    dictionaries.FOLDER.mkdir()
    (other := dictionaries.FOLDER / "nb-0").touch()
    (dictionaries.FOLDER / f"{SMALL}-0").touch()
    opened()
    (dictionaries.FOLDER / f"{SMALL}-0.part").touch()
    next(path for path in dictionaries.FOLDER.iterdir() if path.stat().st_size).unlink()
    opened()
    assert len(list(dictionaries.FOLDER.iterdir())) == 2 and other.exists()


def test_where_nothing_can_be_written_the_answers_are_the_same(opened: Callable[[], Dictionary]) -> None:
    right = of(opened())
    (path,) = dictionaries.FOLDER.iterdir()
    path.unlink()
    dictionaries.FOLDER.rmdir()
    dictionaries.FOLDER.touch()
    assert of(opened()) == right


def test_processes_that_make_one_at_once_all_have_it_whole(opened: Callable[[], Dictionary], tmp_path: Path) -> None:
    code = (
        "import pathlib, sys; from kundskab import dictionaries; dictionaries.FOLDER = pathlib.Path(sys.argv[1]);"
        f"print(dictionaries.dictionary('{SMALL}').zipf('rumah'))"
    )
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-c", code, str(tmp_path / "shared")]
    running = [subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) for _ in range(4)]
    assert {one.communicate()[0] for one in running} == {f"{opened().zipf('rumah')}\n"}
    assert len(list((tmp_path / "shared").iterdir())) == 1


def test_the_packages_are_not_read_where_a_dictionary_stands() -> None:
    for lang in ("da", "nb", "sv"):
        dictionaries.dictionary(lang)
    code = (
        "import sys; from kundskab import search; from kundskab.lexicon import Lexicon; print(Lexicon('da', {}).lemma('kunderne'));"
        "print(*(name for name in ('simplemma', 'wordfreq') if name in sys.modules))"
    )
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    made = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert made.stdout == "kunde\n\n"


def test_installing_makes_those_of_the_site_s_languages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dictionaries, "FOLDER", tmp_path)
    dictionaries.dictionary.cache_clear()
    assert CliRunner().invoke(main, ["install"]).exit_code == 0
    assert sorted(path.name.partition("-")[0] for path in tmp_path.iterdir()) == sorted(settings.read().languages)
