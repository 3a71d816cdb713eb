"""What is remembered of earlier builds, and what it rests on."""

import os
import re
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from kundskab import load, memory
from kundskab.concepts import PAGE_FACTS
from kundskab.facts import noting
from kundskab.folder import Folder
from kundskab.knowledge import FACTS, Knowledge
from kundskab.load import Known
from kundskab.memory import Memory
from kundskab.settings import Settings
from kundskab.tree import Tree
from kundskab.website.building import Building

Edit = Callable[[str, str, str], None]


def of(values: dict[str, object]) -> Callable[[tuple[str, ...]], object]:
    return lambda fact: values.get(fact[0])


def test_a_result_is_forgotten_when_a_fact_that_it_rests_on_changes() -> None:
    kept, facts = Memory("1"), {"a": 1, "b": 2}
    for key, value, rests_on in ((("one",), "x", [("a",)]), (("two",), "y", [("a",), ("b",)]), (("three",), "z", [])):
        kept.keep(key, value, rests_on, of(facts))
    facts["b"] = 3
    kept.renew(of(facts))
    assert [key in kept for key in (("one",), ("two",), ("three",))] == [True, False, True]
    assert kept["one",] == "x"
    kept.only([("one",)])
    facts["a"] = 4
    kept.renew(of(facts), lambda fact: fact[0] != "a")
    assert ("one",) in kept and ("three",) not in kept


def test_a_memory_is_read_as_it_was_written_or_not_at_all(tmp_path: Path) -> None:
    kept, path = Memory("1"), tmp_path / "folder" / "memory"
    kept.keep(("one",), {"x": [1]}, [("a",)], of({"a": 1}))
    kept.attic["more"] = {"y": 2}
    kept.write(path)
    found = memory.read(path)
    assert (found.version, found["one",], found.attic) == ("1", {"x": [1]}, {"more": {"y": 2}})
    found.renew(of({"a": 2}))
    assert ("one",) not in found
    whole = path.read_bytes()
    for broken in (b"", whole[:-1], whole + b"x", whole[:30] + bytes([whole[30] ^ 1]) + whole[31:], b"kundskab memory 1\n"):
        path.write_bytes(broken)
        with pytest.raises(memory.Unreadable):
            memory.read(path)
    assert list(path.parent.iterdir()) == [path]


def test_what_the_library_gives_out_is_noted(knowledge: Knowledge) -> None:
    with noting() as facts:
        assert knowledge.title("greet-first", "nb")
        assert knowledge.page("greet-first", "da").body.links
        knowledge.related("greet-first")
    assert facts == {
        ("concept", "greet-first"),
        ("head", "nb/principles/greet-first.md"),
        ("text", "da/principles/greet-first.md"),
        ("related", "greet-first"),
    }
    assert knowledge.title("greet-first", "nb"), "nobody listens now"


EDITS = {
    "title": ("da/principles/greet-first.md", "title: Hils først", "title: Å, hils først"),
    "text": ("da/principles/greet-first.md", "- du hilser på døren", "- du nikker til døren"),
    "relation": ("da/principles/greet-first.md", "supports: [keep", "related: [keep"),
    "link": ("da/principles/greet-first.md", "1. Slip det,", "1. [[let-them-taste|Slip]] det,"),
    "drawing": ("assets/pictures/greet-first.svg", "<svg ", '<svg data-x="1" '),
}
CHANGED = {
    "title": {"head", "alphabet"},
    "text": {"text"},
    "relation": {"head", "related"},
    "link": {"text", "links", "links to"},
    "drawing": {"drawing", "drawings", "asset", "assets"},
}


@pytest.mark.parametrize("kind", EDITS)
def test_an_edit_changes_the_facts_that_it_is_about_and_no_others(
    kind: str, mini: Path, edit: Edit, settings_for: Callable[[Path], Settings]
) -> None:
    outlines: list[str] = []

    def facts() -> dict[tuple[str, ...], object]:
        library = load.load(settings_for(mini)).knowledge
        outlines.append(library.outline)
        ids, paths = list(library.concepts), [page.path for page in library.pages()]
        names = {
            "head": paths,
            "text": paths,
            "links": paths,
            "drawing": list(library.drawings),
            "asset": list(library.assets),
            **dict.fromkeys(("concept", "related", "links to", "source"), ids),
            "principles": [area.id for area in library.areas],
            "type": ["principle", "article"],
        }
        asked = {(one, name) for one in (*FACTS, *PAGE_FACTS) for name in names.get(one, ())} | {
            ("concepts",),
            ("drawings",),
            ("assets",),
        }
        asked |= {("alphabet", "principle", lang) for lang in library.languages}
        asked |= {("near", id, "da", "1") for id in ids}
        return {fact: library.fact(fact) for fact in asked}

    before = facts()
    edit(*EDITS[kind])
    after = facts()
    changed = {fact[0] for fact in before if before[fact] != after[fact]}
    assert changed - {"near"} == CHANGED[kind]
    assert (outlines[0] != outlines[1]) == bool(changed - {"text"})


def test_a_page_is_read_again_only_when_its_file_has_changed(mini: Path, settings_for: Callable[[Path], Settings]) -> None:
    conf, known, page = settings_for(mini), Known(), mini / "da/about.md"
    long_ago = time.time_ns() - 10**10
    first = load.load(conf, known).knowledge.concepts["about"].pages["da"]
    assert load.load(conf, known).knowledge.concepts["about"].pages["da"] is first, "its text is the same"
    page.write_text(re.sub("summary: .", "summary: Y", page.read_text("utf-8")), "utf-8")
    assert load.load(conf, known).knowledge.concepts["about"].pages["da"] is not first, (
        "also where it is too new for its time to tell"
    )
    known.settled = 0
    first = load.load(conf, known).knowledge.concepts["about"].pages["da"]
    (mini / "da/other.md").write_bytes(page.read_bytes())
    (mini / "da/other.md").replace(page)
    assert load.load(conf, known).knowledge.concepts["about"].pages["da"] is first, "also where the file is another"
    assert load.load(conf, known).knowledge.concepts["about"].pages["da"] is first
    page.write_text(re.sub("summary: .", "summary: Z", page.read_text("utf-8")), "utf-8")
    os.utime(page, ns=(long_ago, long_ago))
    assert load.load(conf, known).knowledge.concepts["about"].pages["da"] is not first, "also where the clock was set back"
    page.unlink()
    assert "da" not in load.load(conf, known).knowledge.concepts["about"].pages


def test_a_folder_becomes_what_is_wanted_and_what_is_the_same_is_linked(tmp_path: Path) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    first = Folder(old, {})
    stamps = {address: first.put(address, address.encode()) for address in ("a", "b/c", "b/d/e", "f")}
    second = Folder(new, {}, old, stamps)
    (old / "f").write_text("someone else's")
    assert second.keep("f") is None and second.keep("g") is None
    second.stamps |= {"a": second.put("a", b"a"), "b/c": second.put("b/c", b"other")}
    kept = second.keep("b/d/e")
    assert kept
    second.stamps["b/d/e"] = kept
    assert [(new / name).samefile(old / name) for name in ("a", "b/c", "b/d/e")] == [True, False, True]
    assert (old / "b/c").read_bytes() == b"b/c", "nothing is written into a file that is linked"
    third = Folder(new, second.stamps)
    third.stamps["b/c"] = third.put("b/c", b"other")
    third.only(["b/c"])
    assert [path.relative_to(new).as_posix() for path in sorted(new.rglob("*"))] == ["b", "b/c"]


def test_what_is_saved_while_a_build_reads_is_not_taken_for_what_was_read(
    mini: Path, settings_for: Callable[[Path], Settings]
) -> None:
    conf, known = settings_for(mini), Memory("")

    def checked(conf: Settings, tree: Tree) -> int:
        """How many results are known already."""
        building = Building(conf, tree, known)
        before = len(list(known.items()))
        building.check()
        return before

    tree = load.load(conf)
    words = mini / "_data/strings/da.yml"
    words.write_text(words.read_text("utf-8") + "# later\n", "utf-8")
    assert checked(conf, tree) == 0
    assert checked(conf, load.load(conf)) == 0, "they were made of the words that stood there before"
    assert checked(conf, load.load(conf)) > 0
    assert checked(replace(conf, version="another"), load.load(conf)) == 0, "nor of another configuration"
