"""One truth: whatever is edited, a build that reuses the last one gives what a build from nothing gives."""

import json
import os
import random
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import Build
from test_build import tree

from kundskab import check, settings
from kundskab.folder import Folder
from kundskab.load import load
from kundskab.memory import Memory
from kundskab.problems import Broken
from kundskab.settings import PROJECT
from kundskab.shards import name_of
from kundskab.website import building, versions
from kundskab.website import site as sites
from kundskab.website.building import Building

SEED = 20261130
ROUNDS = 50


def cold(docs: Path, folder: Path) -> dict[str, str]:
    """The site of a content folder, from nothing."""
    conf = settings.read(docs=docs)
    shutil.rmtree(folder, ignore_errors=True)
    made = Building(conf, load(conf), Memory(""))
    made.check()
    made.run(Folder(folder, {}))
    return tree(folder)


class Editor:
    """Changes a content folder at random, as editors do."""

    def __init__(self, docs: Path) -> None:
        self.docs, self.random, self.count = docs, random.Random(SEED), 0
        self.bag: list[Callable[[Editor], Path]] = []

    def edit(self) -> str:
        """One edit after which the folder can still be built; says what it was."""
        while True:
            self.count += 1
            if not self.bag:
                self.bag = self.random.sample(EDITS, len(EDITS))
            do = self.bag.pop()
            before = {path: path.read_bytes() for path in self.docs.rglob("*.*")}
            path = do(self)
            try:
                check.checked(settings.read(docs=self.docs))
            except Broken:
                for other in set(self.docs.rglob("*.*")) - before.keys():
                    other.unlink()
                for other, content in before.items():
                    other.write_bytes(content)
            else:
                return f"{do.__name__} {path.name}"

    def one(self, pattern: str) -> Path:
        return self.random.choice(sorted(self.docs.glob(pattern)))

    def sub(self, path: Path, pattern: str, new: str) -> Path:
        path.write_text(re.sub(pattern, new, path.read_text("utf-8"), count=1, flags=re.M), "utf-8")
        return path


def text(editor: Editor) -> Path:
    return editor.sub(editor.one("??/*/*.md"), r"^(## .*\{#[\w-]+\}\n)", rf"\1\nBrød nummer {editor.count} er bagt.\n")


def title(editor: Editor) -> Path:
    first = editor.random.choice("AGSØÅ")
    return editor.sub(editor.one("??/**/*.md"), "^title: .*", f"title: {first}t brød {editor.count}")


def summary(editor: Editor) -> Path:
    return editor.sub(editor.one("??/**/*.md"), "^summary: .*", f"summary: Brød nummer {editor.count} er bagt.")


def link(editor: Editor) -> Path:
    target = editor.one("da/principles/*.md").stem
    return editor.sub(editor.one("??/articles/*.md"), r"^(## .*\{#story\}\n)", rf"\1\nSe [[{target}]] nu.\n")


def relation(editor: Editor) -> Path:
    target = editor.one("da/principles/*.md").stem
    return editor.sub(editor.one("??/principles/*.md"), "^relations: {", f"relations: {{related: [{target}], ")


def add(editor: Editor) -> Path:
    made = editor.docs / f"sv/articles/new-{editor.count}.md"
    shutil.copy(editor.docs / "sv/articles/morning-at-the-counter.md", made)
    editor.sub(editor.docs / "sv/about.md", r"\Z", f"\nLäs [[{made.stem}]].\n")
    return editor.sub(made, "^title: .*", f"title: Ny {editor.count}")


def rename(editor: Editor) -> Path:
    old, new = editor.one("??/principles/*.md").stem, f"renamed-{editor.count}"
    for path in editor.docs.rglob("*.md"):
        path.write_text(re.sub(rf"\b{old}\b", new, path.read_text("utf-8")), "utf-8")
        if path.stem == old:
            path.rename(path.with_name(f"{new}.md"))
    return editor.docs / new


def delete(editor: Editor) -> Path:
    """Often a translation, whose place another language then takes."""
    path = editor.one("??/*/*.md")
    path.unlink()
    return path


def string(editor: Editor) -> Path:
    return editor.sub(editor.one("_data/strings/*.yml"), "^( +used: ).*", rf"\1Brugt {editor.count}")


def colour(editor: Editor) -> Path:
    return editor.sub(editor.docs / "_data/areas.yml", 'light: "#......"', f'light: "#1{editor.count % 10}3a45"')


def term(editor: Editor) -> Path:
    return editor.sub(editor.docs / "_data/glossary.yml", "Den hårde yderside", f"Den {editor.count}. hårde yderside")


def drawing(editor: Editor) -> Path:
    return editor.sub(editor.one("assets/pictures/*.svg"), r"<svg ", f'<svg data-number="{editor.count}" ')


EDITS = (text, text, title, summary, link, relation, add, rename, delete, string, colour, term, drawing)


@pytest.fixture
def warm(fresh_mini: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], dict[str, str]]:
    """Brings the site of the mini tree up to date, by what is remembered of the last time."""
    monkeypatch.setattr(sites, "CACHE", tmp_path / "cache")

    def build() -> dict[str, str]:
        told: list[str] = []
        sites.build(settings.read(docs=fresh_mini), tmp_path / "site", told.append)
        assert told == []
        return tree(tmp_path / "site")

    return build


def test_after_any_edit_what_is_reused_is_what_would_be_made(
    warm: Callable[[], dict[str, str]], fresh_mini: Path, tmp_path: Path
) -> None:
    editor, edits = Editor(fresh_mini), []
    warm()
    for _ in range(ROUNDS):
        edits.append(editor.edit())
        found, expected = warm(), cold(fresh_mini, tmp_path / "cold")
        different = {address for address in {*found, *expected} if found.get(address) != expected.get(address)}
        assert not different, (edits[-3:], sorted(different)[:9])
    assert {edit.split()[0] for edit in edits} == {do.__name__ for do in EDITS}, "every kind of edit was made"


def test_a_damaged_memory_is_noticed_and_everything_is_built_again(fresh_mini: Path, tmp_path: Path, build: Build) -> None:
    cache = tmp_path / "cache"
    first = build(fresh_mini, tmp_path / "site", cache=cache)
    assert first.returncode == 0 and "none new" not in first.stdout.splitlines()[1]
    before = tree(tmp_path / "site")
    assert "21 new" not in build(fresh_mini, tmp_path / "site", cache=cache).stdout
    [memory] = (cache / "sites").glob("*.memory")
    content = bytearray(memory.read_bytes())
    content[len(content) // 2] ^= 1
    memory.write_bytes(content)
    made = build(fresh_mini, tmp_path / "site", cache=cache)
    assert f"{memory} is damaged; everything is built again" in made.stderr and "21 new" in made.stdout
    assert tree(tmp_path / "site") == before
    memory.write_bytes(content[:1000])
    assert "is damaged" in build(fresh_mini, tmp_path / "site", cache=cache).stderr


def test_a_file_of_the_site_that_someone_has_changed_is_made_again(fresh_mini: Path, tmp_path: Path, build: Build) -> None:
    site = tmp_path / "site"
    build(fresh_mini, site, cache=tmp_path / "cache")
    before = tree(site)
    own = tmp_path / "own"
    own.mkdir()
    (own / "index.html").write_text("mine")
    (site / "nb/index.html").write_text("Hei", "utf-8")
    (site / "about/index.html").unlink()
    shutil.rmtree(site / "search")
    (site / "letter.txt").write_text("Dear", "utf-8")
    shutil.rmtree(site / "sv")
    (site / "sv").symlink_to(own, target_is_directory=True)
    for _ in range(3):  # what stood there is used again by the next builds
        made = build(fresh_mini, site, cache=tmp_path / "cache")
        assert made.returncode == 0, made.stderr
        assert tree(site) == before
    assert [path.read_text() for path in own.iterdir()] == ["mine"]


def test_what_has_gone_does_not_come_back(fresh_mini: Path, tmp_path: Path, build: Build) -> None:
    site, cache, page = tmp_path / "site", tmp_path / "cache", fresh_mini / "sv/articles/new.md"
    build(fresh_mini, site, cache=cache)
    before = tree(site)
    shutil.copy(fresh_mini / "sv/articles/morning-at-the-counter.md", page)
    append(fresh_mini / "sv/about.md", "\nLäs [[new]].\n")
    build(fresh_mini, site, cache=cache)
    assert "sv/articles/new/index.html" in tree(site)
    page.unlink()
    about = fresh_mini / "sv/about.md"
    about.write_text(about.read_text("utf-8").removesuffix("\nLäs [[new]].\n"), "utf-8")
    shutil.rmtree(cache)
    for _ in range(3):
        assert build(fresh_mini, site, cache=cache).returncode == 0
        assert tree(site) == before


def test_a_language_that_is_not_configured_any_more_is_let_go(fresh_mini: Path, tmp_path: Path) -> None:
    conf, known = settings.read(docs=fresh_mini), Memory("")
    made = Building(conf, load(conf), known)
    made.check()
    made.run(Folder(tmp_path / "site", {}))
    shutil.rmtree(fresh_mini / "sv")
    languages = {code: name for code, name in conf.languages.items() if code != "sv"}
    less = replace(conf, languages=languages, fallbacks={"da": ("nb",), "nb": ("da",)}, version="without sv")
    Building(less, load(less), known)
    assert not [key for key, _ in known.items() if key[0] == "page"]


@pytest.mark.parametrize(
    ("page", "old", "new"),
    [
        ("da/principles/greet-first.md", r"^area: .*", "area: nowhere"),
        ("da/principles/greet-first.md", r"^relations: {", "relations: {prerequisite: [greet-first], "),
        ("_data/areas.yml", r"\A(.|\n)*", "[]"),
    ],
    ids=["unknown area", "circle", "no areas"],
)
def test_what_is_wrong_with_the_content_is_told_before_anything_is_made_of_it(
    page: str, old: str, new: str, fresh_mini: Path
) -> None:
    path, conf = fresh_mini / page, settings.read(docs=fresh_mini)
    path.write_text(re.sub(old, new, path.read_text("utf-8"), count=1, flags=re.M), "utf-8")
    with pytest.raises(Broken):
        Building(conf, load(conf), Memory("")).check()


def test_where_nothing_can_be_kept_the_site_is_built_all_the_same(
    mini_site: Path, fresh_mini: Path, tmp_path: Path, build: Build
) -> None:
    (tmp_path / "file").write_text("")
    made = build(fresh_mini, tmp_path / "site", cache=tmp_path / "file" / "cache")
    assert made.returncode == 0 and "the next build will begin from nothing" in made.stderr, made.stderr
    assert "Traceback" not in made.stderr and tree(tmp_path / "site") == tree(mini_site)


def test_a_page_that_is_too_much_for_markdown_is_named_with_all_others(fresh_mini: Path, tmp_path: Path, build: Build) -> None:
    site = tmp_path / "site"
    build(fresh_mini, site, cache=tmp_path / "cache")
    before = tree(site)
    for path in ("da/about.md", "nb/about.md", "sv/situations/no-bread-left.md"):
        page = fresh_mini / path
        page.write_text(page.read_text("utf-8") + "\n\n" + "*" * 2001 + "a" + "*" * 2001 + "\n", "utf-8")
    made = build(fresh_mini, site, cache=tmp_path / "cache")
    assert made.returncode == 1 and "Traceback" not in made.stderr
    for path in ("da/about.md", "nb/about.md", "sv/situations/no-bread-left.md"):
        assert f"docs/{path}: cannot be read as Markdown (RecursionError" in made.stderr, made.stderr
    assert tree(site) == before


def test_a_search_index_is_never_left_half_new(fresh_mini: Path, tmp_path: Path) -> None:
    """A site is served while it is brought up to date, and a save may end that at any result."""
    conf, known, site = settings.read(docs=fresh_mini), Memory(""), tmp_path / "site"

    def brought(before: Folder | None, stop: Callable[[], bool]) -> Folder:
        made, folder = Building(conf, load(conf), known), Folder(site, before.stamps if before else {})
        made.check()
        made.run(folder, stop)
        return folder

    first = brought(None, lambda: False)
    shards = {path.name: path.read_bytes() for path in (site / "search").glob("*.txt")}
    for lang, text in (("da", "Rugbrødet blev spist."), ("sv", "Limpan var slut.")):
        page = fresh_mini / lang / "situations/no-bread-left.md"
        page.write_text(page.read_text("utf-8") + f"\n{text}\n", "utf-8")

    def changed() -> bool:
        return {path.name: path.read_bytes() for path in (site / "search").glob("*.txt")} != shards

    with pytest.raises(building.Stopped):
        brought(first, changed)
    assert changed()
    for key, size in json.loads((site / "search/index.json").read_text("utf-8"))["shards"]:
        text = (site / "search" / f"{name_of(key)}.txt").read_text("utf-8")
        assert size == len(text.encode("utf-16-le")) // 2, key


@pytest.mark.parametrize("after", [0.2, 0.5, 0.8])
def test_a_build_that_is_interrupted_says_so_and_leaves_nothing(
    after: float, mini_site: Path, fresh_mini: Path, tmp_path: Path
) -> None:
    site = shutil.copytree(mini_site, tmp_path / "site")
    environment = {**os.environ, "KUNDSKAB_CACHE": str(tmp_path / "cache")}
    command = [str(PROJECT / "scripts/build"), "--docs", str(fresh_mini), "--site", str(site)]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    running = subprocess.Popen(command, env=environment, start_new_session=True, text=True, **pipes)
    time.sleep(after)
    os.killpg(running.pid, signal.SIGINT)
    said, told = running.communicate(timeout=20)
    assert "Traceback" not in told and (running.returncode != 0 or "Built" in said), "unless it was done before"
    assert tree(site) == tree(mini_site) and not list(tmp_path.glob(".site*"))


def test_what_is_known_of_a_site_goes_with_a_project_that_is_moved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def place(project: Path) -> Path:
        monkeypatch.setattr(sites, "PROJECT", project)
        monkeypatch.setattr(sites, "CACHE", project / ".cache")
        return sites.place(project / "docs", project / "site").relative_to(project)

    assert place(tmp_path / "here") == place(tmp_path / "there")


def test_another_version_of_anything_begins_from_nothing(
    warm: Callable[[], dict[str, str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    packages = tmp_path / "packages"
    (packages / "markdown-3.11.3.dist-info").mkdir(parents=True)
    monkeypatch.setattr(versions.sysconfig, "get_path", lambda name: str(packages))
    before = versions.of_program()
    (packages / "markdown-3.11.3.dist-info").rename(packages / "markdown-3.11.4.dist-info")
    assert versions.of_program() != before
    kept = tmp_path / "memory"
    Memory(before).write(kept)
    assert sites.remembered(kept, print).version == versions.of_program()


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of what makes a site, to change; it has the environment of this one."""
    made = tmp_path / "project"
    made.mkdir()
    for name in ("scripts", "overrides", "mkdocs.yml", "requirements.txt"):
        copy = shutil.copytree if (PROJECT / name).is_dir() else shutil.copy
        copy(PROJECT / name, made / name)
    shutil.copytree(PROJECT / "docs/_data/strings", made / "docs/_data/strings")
    (made / ".venv").symlink_to(PROJECT / ".venv")
    return made


def append(path: Path, text: str) -> None:
    path.write_text(path.read_text("utf-8") + text, "utf-8")


CHANGES: dict[str, Callable[[Path], object]] = {
    "template": lambda project: append(project / "overrides/page.html", "{# #}\n<!-- new -->\n"),
    "style": lambda project: append(project / "overrides/stylesheets/kundskab.css", "\n.k-new { color: red }\n"),
    "configuration": lambda project: append(project / "mkdocs.yml", "\ncopyright: nobody\n"),
    "code": lambda project: append(project / "scripts/kundskab/units.py", "\nNEW = 1\n"),
}


def test_what_is_no_content_is_noticed_too(project: Path, fresh_mini: Path, tmp_path: Path) -> None:
    def built(site: str, cache: str) -> tuple[str, dict[str, str]]:
        environment = {**os.environ, "KUNDSKAB_CACHE": str(tmp_path / cache)}
        command = [str(project / "scripts/build"), "--docs", str(fresh_mini), "--site", str(tmp_path / site)]
        made = subprocess.run(command, env=environment, capture_output=True, text=True)
        assert made.returncode == 0, made.stderr
        return made.stdout, tree(tmp_path / site)

    built("warm", "cache")
    for name, change in CHANGES.items():
        change(project)
        said, found = built("warm", "cache")
        assert "21 new" in said, name
        assert found == built(f"cold-{name}", f"cache-{name}")[1], name
    assert "none new" in built("warm", "cache")[0]


def test_a_disk_that_is_full_is_told_and_leaves_the_site_as_it_was(mini_site: Path, fresh_mini: Path, tmp_path: Path) -> None:
    site = shutil.copytree(mini_site, tmp_path / "site")
    environment = {**os.environ, "KUNDSKAB_CACHE": str(tmp_path / "cache")}
    command = f"ulimit -f 40; exec {PROJECT}/scripts/build --docs {fresh_mini} --site {site}"  # no file over 20 or 40 kB
    made = subprocess.run(["sh", "-c", command], env=environment, capture_output=True, text=True)
    assert made.returncode == 1 and "File too large" in made.stderr and "Traceback" not in made.stderr, made.stderr
    assert tree(site) == tree(mini_site) and not list(tmp_path.glob(".site*"))
