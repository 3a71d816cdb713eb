"""One truth: whatever is edited, a build that reuses the last one gives what a build from nothing gives."""

import random
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from test_build import tree

from kundskab import check, settings
from kundskab.memory import Memory
from kundskab.problems import Broken
from kundskab.tree import Tree
from kundskab.website import site as sites
from kundskab.website.building import Building

SEED = 20261130
ROUNDS = int(__import__("os").environ.get("R", 50))


def cold(docs: Path, folder: Path) -> dict[str, str]:
    """The site of a content folder, from nothing."""
    conf = settings.read(docs=docs)
    shutil.rmtree(folder, ignore_errors=True)
    Building(conf, check.checked(conf), Memory(""), Tree(folder, {})).run()
    return tree(folder)


class Editor:
    """Changes a content folder at random, as editors do."""

    def __init__(self, docs: Path) -> None:
        self.docs, self.random, self.count = docs, random.Random(SEED), 0

    def edit(self) -> str:
        """One edit after which the folder can still be built; says what it was."""
        while True:
            self.count += 1
            do = self.random.choice(EDITS)
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
                return f"{do.__name__} {path.relative_to(self.docs)}"

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
    made = editor.docs / f"da/articles/new-{editor.count}.md"
    shutil.copy(editor.docs / "da/articles/morning-at-the-counter.md", made)
    editor.sub(made, "^translated: .*\n", "")
    editor.sub(editor.docs / "da/about.md", r"\Z", f"\nLæs [[{made.stem}]].\n")
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
    assert len({edit.split()[0] for edit in edits}) == len(set(EDITS)), "every kind of edit has been made"
