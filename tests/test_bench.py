"""What the measurements count with; nothing is measured here."""

import json
import re
from pathlib import Path
from random import Random

import pytest

from kundskab.bench import asking, large, peers, tables
from kundskab.bench.asking import Asked, Engine
from kundskab.evaluate import Answered, Query
from kundskab.settings import PROJECT
from kundskab.website import themesearch
from kundskab.website.themesearch import Text

PAGES = {"about/": "da/about", "nb/principles/listen/": "nb/principles/listen"}
ENGINES = (Engine("ours", "", (), 1.0), Engine("theirs", "", (), 3.0))


def query(kind: str = "exact", lang: str = "da", text: str = "lytte", expected: str = "da/about") -> Query:
    return Query(kind, lang, text, (expected,))


@pytest.mark.parametrize(
    "location",
    [
        "nb/principles/listen/",
        "/nb/principles/listen/",
        "nb/principles/listen/#how",
        "/nb/principles/listen/index.html?h=a#how",
        "https://host.example/nb/principles/listen/",
    ],
)
def test_an_address_names_the_page_that_queries_expect(location: str) -> None:
    assert asking.named([location], PAGES) == ("nb/principles/listen",)


def test_sections_of_a_page_count_once_and_pages_that_ours_never_finds_not_at_all() -> None:
    locations = ["about/#b", "principles/", "about/", "nb/principles/listen/#x", "about/#a"]
    assert asking.named(locations, PAGES) == ("da/about", "nb/principles/listen")


def test_sessions_hold_every_query_once_each_in_one_language_and_are_the_same_on_every_run() -> None:
    asked = [query(lang=lang, text=str(number)) for lang in ("da", "sv") for number in range(25)]
    found = list(asking.sessions(asked))
    assert sorted(map(len, found)) == [5, 5, 20, 20]
    assert all(len({one.lang for one in group}) == 1 for group in found)
    assert sorted(one.text for group in found for one in group) == sorted(one.text for one in asked)
    assert found == list(asking.sessions(asked))


def test_bytes_are_those_of_gzip_where_it_makes_fewer() -> None:
    assert asking.compressed(b"a" * 1000) < 50
    assert asking.compressed(Random(1).randbytes(1000)) == 1000


def test_a_percentile_is_a_value_of_the_list() -> None:
    assert asking.percentile(range(100, 0, -1), 0.95) == 96
    assert asking.percentile([7], 0.95) == 7


def test_a_ratio_is_to_our_own_and_none_to_nothing() -> None:
    assert tables.ratio(3, 2) == "1.50 ×"
    assert tables.ratio(3, 0) == "–"


def test_the_table_sets_each_engine_beside_the_first_by_kind() -> None:
    ours = [Answered(query(), ("da/about",), 1.0), Answered(query("typo"), ("x", "da/about"), 1.0)]
    theirs = [Answered(query(), ("sv/about",), 1.0), Answered(query("typo"), ("da/about",), 1.0)]
    table = tables.quality([Asked(ENGINES[0], tuple(ours), (), ()), Asked(ENGINES[1], tuple(theirs), (), ())])
    assert [line.split() for line in table.splitlines()] == [
        ["recall@3", "MRR", "ours", "theirs"],
        ["exact", "1", "1.000", "1.000", "0.000", "0.000"],
        ["typo", "1", "1.000", "0.500", "1.000", "1.000"],
        ["all", "2", "1.000", "0.750", "0.500", "0.500"],
        ["ratio", "1.00", "×", "1.00", "×", "0.50", "×", "0.67", "×"],
        ["page", "in", "any", "language", "1.000", "0.750", "1.000", "1.000"],
        ["no", "result", "0.0%", "0.0%"],
    ]


def test_costs_are_of_first_and_later_queries_and_of_the_index(tmp_path: Path) -> None:
    index = tmp_path / "0.txt"
    index.write_bytes(b"a" * 2000)
    asked = [
        Asked(Engine(name, "", (index,), seconds), (Answered(query(), (), 2.0),), ((5000, 10.0),), ((1000, 4.0), (0, 6.0)))
        for name, seconds in (("ours", 1.0), ("theirs", 3.0))
    ]
    lines = {line[: tables.LABEL].strip(): line[tables.LABEL :].split(maxsplit=1) for line in tables.costs(asked).splitlines()}
    assert lines["first query, kB (gzip)"] == ["5.00", "5.00 (1.00 ×)"]
    assert lines["later ones, kB (gzip)"][0] == "0.50"
    assert lines["later ones, median ms"][0] == "5.00"
    assert lines["all loaded, median ms"][0] == "2.00"
    assert lines["index, kB"][0] == "2.00"
    assert lines["index built, s"] == ["1.00", "3.00 (3.00 ×)"]


def test_a_misspelled_word_has_two_letters_changing_places_after_its_first() -> None:
    for seed in range(20):
        word = large.misspelled("kunskap", Random(seed))
        assert word != "kunskap"
        assert (word[0], sorted(word)) == ("k", sorted("kunskap"))
    assert large.misspelled("aaa", Random(1)) == "aaa"


def test_materials_plugin_and_worker_are_where_they_were() -> None:
    made = json.loads(themesearch.index([Text("a/", "Titel", '<p>Først</p><h2 id="how">Sådan</h2><p>Lyt.</p>', ("høre",))]))
    assert made["config"]["lang"] == ["da", "no", "sv"]
    assert made["config"]["separator"] == r"[\s\-]+"
    assert [(doc["location"], doc["title"], doc["text"], doc["tags"]) for doc in made["docs"]] == [
        ("a/", "Titel", "<p>Først</p>", ["høre"]),
        ("a/#how", "Sådan", "<p>Lyt.</p>", ["høre"]),
    ]
    needed = [themesearch.worker(), *(f"lunr/min/lunr.{name}.min.js" for name in ("stemmer.support", "multi", "da", "no", "sv"))]
    assert [name for name in needed if not (themesearch.SCRIPTS / name).is_file()] == []


def test_the_engine_is_measured_with_all_that_it_imports() -> None:
    scripts = {name: (PROJECT / "overrides/javascripts" / name).read_text("utf-8") for name in peers.ENGINE}
    assert {name for text in scripts.values() for name in re.findall(r'from "\./(.+?)"', text)} < set(scripts)
