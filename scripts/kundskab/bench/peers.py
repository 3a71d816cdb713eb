"""The site's search and others over the same pages, side by side in one folder: ours, Material's own, Pagefind."""

import shutil
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path

from lxml import html

from kundskab import counted, search
from kundskab.bench.asking import HARNESS, Engine
from kundskab.browsing import Unavailable
from kundskab.knowledge import FOLDER_OF, Knowledge
from kundskab.searched import TERMS
from kundskab.settings import PROJECT
from kundskab.website import themesearch

OWN = "/" + HARNESS + "/ours.js"
ENGINE = ("nordic.js", "search.js", "searchindex.js")
ARTICLE = "article"
NOT_INDEX = {".js", ".css", ".pagefind"}
"""Pagefind's scripts, styles and WebAssembly."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A page that our search finds: its address below the site's root; its name, `<lang>/<folder>/<id>`; its editor's terms."""

    address: str
    name: str
    title: str
    terms: tuple[str, ...]


def versions() -> str:
    return ", ".join(
        f"{name} {version(package)}" for name, package in (("Material", "mkdocs-material"), ("Pagefind", "pagefind"))
    )


def listed(knowledge: Knowledge) -> Iterator[Listed]:
    for lang in knowledge.languages:
        for concept in knowledge.concepts.values():
            if concept.id != "index":
                meta = knowledge.page(concept.id, lang).meta
                name = "/".join(filter(None, (lang, FOLDER_OF[concept.type], concept.id)))
                yield Listed(knowledge.address(concept.id, lang), name, meta.title, (*meta.terms, *meta.questions))


def engines(site: Path, knowledge: Knowledge, folder: Path) -> list[Engine]:
    """Every engine, ready in `folder`, which holds nothing yet, for the pages of a built site. Raises Unavailable.

    The others read the pages' articles, and once more with the terms and questions that only our front matter has.
    """
    ours = own(knowledge, folder)
    _current(site, folder)
    found = []
    for place, label in (("plain", ""), ("terms", " + terms")):
        pages = [page if label else replace(page, terms=()) for page in listed(knowledge)]
        for page in pages:
            _copy(site, folder / place, page)
        found += [_material(folder, place, label, pages), _pagefind(folder, place, label)]
    return [ours, *sorted(found, key=lambda engine: engine.name)]


def own(knowledge: Knowledge, folder: Path) -> Engine:
    """Our engine with an index of its own making, and the pages that ask engines, one a language."""
    harness = folder / HARNESS
    harness.mkdir(parents=True)
    for script in Path(__file__).parent.glob("*.js"):
        shutil.copy(script, harness)
    for lang in knowledge.languages:
        (harness / f"{lang}.html").write_text(f'<!doctype html><html lang="{lang}"><title>{lang}</title></html>', "utf-8")
    (folder / "javascripts").mkdir()
    for name in ENGINE:
        shutil.copy(PROJECT / "overrides/javascripts" / name, folder / "javascripts")
    start = time.perf_counter()
    files = search.files(knowledge)
    seconds = time.perf_counter() - start
    for path, text in files.items():
        target = folder / "search" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, "utf-8")
    return Engine("Kundskab", OWN, tuple(folder / "search" / path for path in files), seconds)


def _current(site: Path, folder: Path) -> None:
    """Raises Unavailable where the site's search isn't what `own` has just made."""
    for path in sorted(path for part in ("javascripts", "search") for path in (folder / part).rglob("*.*")):
        built = site / path.relative_to(folder)
        if not built.is_file() or built.read_bytes() != path.read_bytes():
            raise Unavailable(f"{built} is not of the content as it is now; run scripts/build")


def _copy(site: Path, folder: Path, page: Listed) -> None:
    """A page of the built site, its terms in a paragraph of the weight that they have with us."""
    text = html.fromstring((site / page.address / "index.html").read_text("utf-8"))
    if page.terms:
        terms = html.Element("p", {"data-pagefind-weight": f"{counted.OWN[TERMS]:g}"})
        terms.text = ", ".join(page.terms)
        _article(text).append(terms)
    target = folder / page.address / "index.html"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(html.tostring(text, doctype="<!doctype html>", encoding="utf-8"))


def _article(page: html.HtmlElement) -> html.HtmlElement:
    return next(page.iter(ARTICLE))


def _material(folder: Path, place: str, label: str, pages: Iterable[Listed]) -> Engine:
    """Material's search as its plugin's defaults have it; terms are its tags."""
    root = folder / place / "material"
    shutil.copytree(themesearch.SCRIPTS, root)
    start = time.perf_counter()
    texts = [themesearch.Text(page.address, page.title, _article_of(folder / place, page), page.terms) for page in pages]
    index = root / "search_index.json"
    index.write_text(themesearch.index(texts), "utf-8")
    seconds = time.perf_counter() - start
    module = f"/{HARNESS}/material.js?folder=/{place}/material/&worker={themesearch.worker()}"
    return Engine(f"Material{label}", module, (index,), seconds)


def _article_of(root: Path, page: Listed) -> str:
    """The HTML of a page's article, without the paragraph of terms."""
    article = _article(html.fromstring((root / page.address / "index.html").read_text("utf-8")))
    if page.terms:
        article.remove(article[-1])
    return str(html.tostring(article, encoding="unicode"))


def _pagefind(folder: Path, place: str, label: str) -> Engine:
    command = ["--site", str(folder / place), "--root-selector", ARTICLE]
    start = time.perf_counter()
    made = subprocess.run([sys.executable, "-m", "pagefind", *command], capture_output=True, text=True)
    seconds = time.perf_counter() - start
    if made.returncode:
        raise Unavailable(f"pagefind failed: {made.stderr.strip() or made.stdout.strip()}")
    index = tuple(path for path in (folder / place / "pagefind").rglob("*.*") if path.suffix not in NOT_INDEX)
    return Engine(f"Pagefind{label}", f"/{HARNESS}/pagefind.js?folder=/{place}/pagefind/", index, seconds)
