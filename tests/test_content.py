"""The library itself: one test a page, named by its path, and what the whole must have."""

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kundskab import check, load, markup, settings
from kundskab.knowledge import Page
from kundskab.settings import PROJECT, Settings

TREE = load.load(settings.read())
LENGTHS = {"principle": (250, 450), "situation": (110, 210), "area": (50, 140)}
LIX = (23, 46)


def prose(page: Page) -> Iterator[str]:
    """The running text of a page, without its headings and other pages' titles."""
    for text in (page.body.introduction, *(section.text for section in page.body.sections if section.level == 2)):
        for paragraph in markup.paragraphs(text):
            yield markup.plain(paragraph, lambda id: "")


def lix(texts: list[str]) -> float:
    """Läsbarhetsindex (Björnsson 1968): words per sentence plus per cent of words of more than six letters."""
    words = [word for text in texts for word in markup.WORD.findall(text)]
    sentences = sum(max(1, len([s for s in re.split(r"[.:!?]+(?:\s|$)", text) if s.strip()])) for text in texts)
    return len(words) / sentences + 100 * sum(len(word) > 6 for word in words) / len(words)


@pytest.mark.parametrize("page", list(TREE.knowledge.pages()), ids=lambda page: page.path)
def test_page(page: Page) -> None:
    """Length and readability; all else is `check`'s."""
    texts = list(prose(page))
    count = markup.words(texts)
    least, most = LENGTHS.get(page.type, (10, 1500))
    assert least <= count <= most, f"{count} words"
    if count > 60:
        assert LIX[0] <= lix(texts) <= LIX[1], f"LIX {lix(texts):.0f}"
    assert not re.search(r"\b(TODO|lorem)\b|!(?!\[)", "".join(texts).replace("!!!", "")), "no left-overs, no shouting"


def test_our_content_has_no_problem() -> None:
    assert check.problems(TREE) == ()


@pytest.fixture
def ours(tmp_path: Path) -> Path:
    return shutil.copytree(PROJECT / "docs", tmp_path / "docs")


@pytest.mark.parametrize(
    "template", sorted((PROJECT / "docs/_templates").rglob("*.md")), ids=lambda path: "/".join(path.parts[-2:])
)
def test_a_template_passes_check_as_it_is(template: Path, ours: Path, settings_for: Callable[[Path], Settings]) -> None:
    lang, kind = template.parts[-2], template.stem
    folder = {"page": "", "translation": "articles"}.get(kind, f"{kind}s")
    target = ours / lang / folder / ("numbers-game.md" if kind == "translation" else "my-new-page.md")
    if kind == "translation" and lang == "sv":
        target = ours / lang / folder / "no-more-customers.md"
    text = template.read_text("utf-8")
    original = TREE.knowledge.concepts[target.stem].original.lang if kind == "translation" else lang
    target.write_text(re.sub(r"from: \w+,", f"from: {original},", text), "utf-8")
    found = check.problems(load.load(settings_for(ours)))
    sections = "the section" if kind == "translation" else "nothing"
    assert [problem for problem in found if sections not in problem.message] == []
