"""What the measurements count with and build; what they take is asserted nowhere."""

import json
import re
import sys
from pathlib import Path
from random import Random
from urllib.parse import urljoin

import pytest
from click.testing import CliRunner
from lxml import html

from kundskab import check, markup, settings, verbs
from kundskab.bench import asking, building, corpus, growth, large, peers, processes, tables
from kundskab.bench.asking import Asked, Engine
from kundskab.bench.builders import BUILDERS, COLD, EDITED, HUGO, PLAIN, SITE, WARM, Library
from kundskab.bench.growth import Build
from kundskab.evaluate import Answered, Query
from kundskab.load import load
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


@pytest.fixture(scope="module")
def library() -> Library:
    own = settings.read()
    return Library(own, load(own).knowledge, 3)


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("count", [1, 3, 60])
def test_a_library_is_the_same_on_every_run_and_has_no_problem(count: int, library: Library, tmp_path: Path) -> None:
    for name in ("one", "other"):
        corpus.write(library.settings, count, tmp_path / name)
    assert files(tmp_path / "one") == files(tmp_path / "other")
    tree = load(settings.read(docs=tmp_path / "one"))
    assert [*check.problems(tree), *check.warnings(tree)] == []
    assert [len([page for page in tree.pages if page.lang == lang]) for lang in ("da", "nb", "sv")] == [count + 3] * 3


def test_an_edit_changes_one_sentence_of_one_page(library: Library, tmp_path: Path) -> None:
    corpus.write(library.settings, 3, tmp_path)
    before = files(tmp_path)
    corpus.edit(tmp_path, "nb")
    after = files(tmp_path)
    assert [path for path in after if after[path] != before[path]] == ["nb/articles/story-0.md"]
    lines = [text["nb/articles/story-0.md"].decode().splitlines() for text in (before, after)]
    assert sum(old != new for old, new in zip(*lines, strict=True)) == 1
    assert check.problems(load(settings.read(docs=tmp_path))) == ()


@pytest.mark.parametrize("name", BUILDERS)
def test_every_builder_makes_the_same_articles(name: str, library: Library, tmp_path: Path) -> None:
    took = dict(building.measured(BUILDERS[name], library, tmp_path, 600))
    assert list(took) == list(BUILDERS[name].runs)
    assert all(build.seconds > 0.01 and build.cpu > 0.01 and build.peak > 10 for build in took.values())
    pages = {path: html.fromstring(path.read_text("utf-8")) for path in (tmp_path / SITE).rglob("story-*/index.html")}
    titles = {(page.get("lang"), page.xpath("string(//article//h1/text())").strip()) for page in pages.values()}
    assert titles == {(one.lang, one.title) for one in corpus.articles(library.knowledge, library.count)}
    for path, page in pages.items():
        (article,) = page.xpath("//article")
        assert {"point", "story", "more", "lessons", "use"} <= set(article.xpath(".//*[self::h2 or self::h3]/@id"))
        assert len(article.xpath(".//table//tbody/tr")) == 4
        assert len(article.xpath(".//*[contains(@class, 'admonition-title')]")) == 1
        assert len(article.xpath(".//*[contains(@class, 'footnote-ref')]")) == 2
        assert page.xpath("//nav//a[contains(@href, '#lessons')]")
        linked = article.xpath(".//*[self::p or self::li]/a[contains(@href, 'story-')]/@href")
        assert linked
        assert [href for href in linked if not target(path, tmp_path / SITE, href).is_file()] == []
        languages = set(page.xpath("//link[contains(@rel, 'alternate')]/@hreflang"))
        assert languages >= {"da", "nb", "sv"} or name == "zensical"
    if EDITED in took:
        said = next(one.body for one in corpus.articles(library.knowledge, 1) if one.lang == "nb").split("\n\n")[1]
        (page,) = (tmp_path / SITE / "nb").rglob("story-0/index.html")
        first, second = markup.sentences(said)[:2]
        assert pages[page].xpath("string(//h2[@id='point']/following-sibling::p)").startswith(f"{second} {second}")
        assert first not in page.read_text("utf-8")


def target(page: Path, site: Path, href: str) -> Path:
    """The file that a link on a page of a site opens."""
    path = urljoin(f"/{page.relative_to(site).as_posix()}", href.partition("#")[0])
    return site / path.removeprefix("/") / "index.html"


HELD = """
import subprocess, sys, time
held = b"x" * (64 << 20)
if parent := len(sys.argv) == 1:
    subprocess.Popen([sys.executable, __file__, "child"], stdout=subprocess.PIPE).stdout.readline()
print("held", flush=True)
time.sleep(0.5 if parent else 1)
while time.process_time() < 0.3:
    pass
"""


def test_what_a_command_takes_is_of_all_its_processes_at_once(tmp_path: Path) -> None:
    """Parent and child hold 64 MB together for half a second; the child lives longer."""
    (tmp_path / "held.py").write_text(HELD, "utf-8")
    took = processes.taken([sys.executable, "held.py"], tmp_path, 60)
    assert took
    assert took.cpu > 0.6
    assert 128 < took.peak < 180


def test_a_command_that_takes_too_long_is_ended_and_one_that_fails_is_told(tmp_path: Path) -> None:
    assert processes.taken(["sh", "-c", "sleep 60 & sleep 60"], tmp_path, 0.1) is None
    with pytest.raises(processes.Failed, match="no such page"):
        processes.taken(["sh", "-c", "echo no such page; exit 3"], tmp_path, 60)


def rows(text: str) -> list[list[str]]:
    """The cells of a Markdown table's rows, below its head and rule."""
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if line.startswith("|")][2:]


FIGURES = {
    (COLD, 100): Build(2, 3, 200, 20_000),
    (WARM, 100): Build(0.5, 0.5, 100, 20_000),
    (PLAIN, 100): Build(3, 3, 80, 50_000),
    (COLD, 1000): Build(20, 30, 300, 26_000),
    (EDITED, 1000): Build(0.6, 0.6, 100, 26_000),
    (PLAIN, 1000): Build(240, 240, 200, 500_000),
    (HUGO, 1000): Build(10, 15, 400, 11_000),
}


def test_a_table_of_one_size_sets_each_build_beside_ours() -> None:
    assert rows(growth.sizes(FIGURES, 100, 3)) == [
        [COLD, "2.00", "1.00", "150", "3.00", "200", "20.0"],
        [WARM, "0.50", "0.25", "600", "0.50", "100", "20.0"],
        [PLAIN, "3.00", "1.50", "100", "3.00", "80.0", "50.0"],
    ]
    assert rows(growth.sizes({(HUGO, 3): Build(1, 1, 10, 1000)}, 3, 3))[0][2] == "–"


def test_growth_is_the_power_of_the_size_from_each_to_the_next_and_in_all() -> None:
    text = growth.growth(FIGURES | {(COLD, 300): Build(2, 3, 200, 20_000)})
    assert "100 to 300 | 300 to 1,000 | 100 to 1,000" in text
    assert [row for row in rows(text) if row[0] in (COLD, PLAIN, WARM)] == [
        [COLD, "0.00", "1.91", "1.00"],
        [WARM, "–", "–", "–"],
        [PLAIN, "–", "–", "1.90"],
    ]
    assert growth.growth({(COLD, 100): FIGURES[COLD, 100]}) == ""


def test_what_is_asked_of_ours_stands_beside_what_was_measured() -> None:
    assert rows(growth.asked(FIGURES)) == [
        [f"time: {PLAIN}, 1,000 / {COLD}, 1,000", "≥ 8", "12", "yes"],
        [f"time: {COLD}, 1,000 / {HUGO}, 1,000", "≤ 1.5", "2", "no"],
        [f"time: {EDITED}, 1,000 / {COLD}, 1,000", "≤ 0.04", "0.03", "yes"],
        [f"time: {PLAIN}, 1,000 / {EDITED}, 1,000", "≥ 40", "400", "yes"],
        [f"memory: {COLD}, 100 / {PLAIN}, 100", "≤ 2", "2.5", "no"],
        [f"memory: {COLD}, 1,000 / {PLAIN}, 1,000", "≤ 2", "1.5", "yes"],
        [f"HTML of a page: {COLD}, 1,000 / {COLD}, 100", "≤ 1.2", "1.3", "no"],
        [f"exponent: {COLD}, 100 to 1,000", "≤ 1.1", "1", "yes"],
    ]
    faster = {(COLD, 100): FIGURES[COLD, 1000], (COLD, 1000): FIGURES[COLD, 100]}
    assert rows(growth.asked(faster))[-1] == [f"exponent: {COLD}, 100 to 1,000", "≤ 1.1", "-1", "yes"]


def test_the_verb_prints_the_tables_and_writes_them_without_a_path_of_this_machine(tmp_path: Path) -> None:
    file = tmp_path / "build.md"
    made = CliRunner().invoke(verbs.main, ["bench", "build", "--sizes", "6,3", "--only", "hugo", "--to", str(file)])
    text = file.read_text("utf-8")
    assert (made.exit_code, made.output.strip()) == (0, text.strip())
    assert re.findall(r"^#+ .+", text, re.M) == [
        "# Builds side by side",
        "## 3 articles in 3 languages",
        "## 6 articles in 3 languages",
        "## Growth of time with the library, as its power",
    ]
    assert [row[0] for row in rows(text) if row[0] == HUGO] == [HUGO] * 3
    assert "hugo 0." in text
    assert re.search(r"/(tmp|home|root|work)/", text) is None


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--only", "hogo"], 'unknown builder "hogo"; did you mean'),
        (["--only", ","], "nothing is named"),
        (["--sizes", "100,"], '"100," is not a list of sizes'),
        (["--sizes", "0"], '"0" is not a list of sizes'),
    ],
)
def test_the_verb_tells_what_it_does_not_know(options: list[str], told: str) -> None:
    assert told in CliRunner().invoke(verbs.main, ["bench", "build", *options]).output


def test_a_build_that_takes_too_long_is_left_out(library: Library, tmp_path: Path) -> None:
    assert dict(building.measured(BUILDERS["zensical"], library, tmp_path, 0.1)) == {}
