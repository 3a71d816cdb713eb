"""Programs that make a site of the same articles, each in a folder of its own: ours, and the peers of its build."""

import shutil
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

import yaml

from kundskab.bench import corpus, plain
from kundskab.install import RUN, VENV
from kundskab.knowledge import Knowledge
from kundskab.settings import CONFIGURATION, PROJECT, Settings
from kundskab.website import themesearch

COLD, WARM, EDITED = "Kundskab", "Kundskab, nothing changed", "Kundskab, one page changed"
PLAIN, PRUNED, ZENSICAL, HUGO = "MkDocs + Material", "MkDocs + Material, pruned", "Zensical, pruned", "Hugo"
PROGRAMS = ("mkdocs", "mkdocs-material", "mkdocs-static-i18n", "zensical", "hugo")
SITE = "site"
"""Where in its folder each makes the site."""
BUILT = ("scripts", "overrides", CONFIGURATION, RUN)
"""What our build reads of the project, but for content and environment."""
LAYOUTS = Path(__file__).with_name("hugo")
PRUNING = "navigation.prune"


@dataclass(frozen=True, slots=True)
class Library:
    """So many articles, made of what the project knows."""

    settings: Settings
    knowledge: Knowledge
    count: int

    @property
    def default(self) -> str:
        return self.knowledge.languages[0]

    def plain(self, docs: Path, worded: Callable[[str], str] = str, index: str = "index.md") -> None:
        """Write it as Markdown for the peers, with a front page in each language."""
        plain.write(corpus.articles(self.knowledge, self.count), docs, worded)
        for lang in self.knowledge.languages:
            first = f"{corpus.FOLDER}/{plain.place(corpus.name(0))}.md"
            plain.page(docs / lang / index, {"title": self.settings.site_name}, f"[{lang}]({first})\n")


Change = Callable[[Library, Path], None]


def nothing(library: Library, folder: Path) -> None:
    """Leave the folder as it is."""


@dataclass(frozen=True, slots=True)
class Builder:
    """`ready` writes what the program reads into an empty folder and gives the commands that make the site there.

    `runs` names the builds, one after the other in the same folder, each with what is changed before.
    """

    ready: Callable[[Library, Path], Sequence[Sequence[str]]]
    runs: Mapping[str, Change]


def versions() -> str:
    return ", ".join(f"{name} {distribution(name).version}" for name in PROGRAMS)


def _ours(library: Library, project: Path) -> Sequence[Sequence[str]]:
    """A copy of the project with this content: what it keeps between builds in `.cache/` is nothing at first, and its own."""
    for name in BUILT:
        copy = shutil.copytree if (PROJECT / name).is_dir() else shutil.copy
        copy(PROJECT / name, project / name)
    (project / VENV.name).symlink_to(VENV)
    corpus.write(library.settings, library.count, project / "docs")
    return [[str(project / "scripts/build")]]


def _edited(library: Library, project: Path) -> None:
    corpus.edit(project / "docs", library.knowledge.languages[1])


def _mkdocs(*features: str) -> Callable[[Library, Path], Sequence[Sequence[str]]]:
    def ready(library: Library, folder: Path) -> Sequence[Sequence[str]]:
        languages = [
            {"locale": lang, "name": name, "default": lang == library.default}
            for lang, name in library.settings.languages.items()
        ]
        i18n = {"docs_structure": "folder", "fallback_to_default": False, "languages": languages}
        plugins = [{"search": {"lang": themesearch.LANGUAGES}}, {"i18n": i18n}]
        library.plain(folder / "docs")
        _write(folder / CONFIGURATION, _material(library, library.default, *features) | {"plugins": plugins})
        return [[sys.executable, "-m", "mkdocs", "build", "--quiet"]]

    return ready


def _zensical(library: Library, folder: Path) -> Sequence[Sequence[str]]:
    """It has no languages: a site for each."""
    library.plain(folder / "docs")
    for lang in library.knowledge.languages:
        own = {"docs_dir": f"docs/{lang}", "site_dir": f"{SITE}/{lang}", "plugins": ["search"]}
        _write(folder / f"{lang}.yml", _material(library, lang, PRUNING) | own)
    return [[sys.executable, "-m", "zensical", "build", "-f", f"{lang}.yml"] for lang in library.knowledge.languages]


def _material(library: Library, lang: str, *features: str) -> dict[str, Any]:
    """The settings that MkDocs and Zensical share: what ours are, as far as a site without us can have them."""
    theme = {"name": "material", "font": False, "language": lang, "features": ["navigation.indexes", "toc.follow", *features]}
    own = library.settings
    return {"site_name": own.site_name, "site_url": own.site_url, "theme": theme, "markdown_extensions": list(own.extensions)}


def _hugo(library: Library, folder: Path) -> Sequence[Sequence[str]]:
    """With a theme of our own; a folder is a section only where it has an `_index.md`."""
    content = folder / "content"
    library.plain(content, plain.alerts, "_index.md")
    for section in [path for path in content.glob("*/**") if path.is_dir() and path.parent != content]:
        plain.page(section / "_index.md", {"title": section.name.replace("-", " ").capitalize()})
    languages = {
        lang: {"label": name, "weight": place, "contentDir": f"content/{lang}"}
        for place, (lang, name) in enumerate(library.settings.languages.items(), 1)
    }
    config = {
        "title": library.settings.site_name,
        "baseURL": library.settings.site_url,
        "defaultContentLanguage": library.default,
        "languages": languages,
        "disableKinds": ["taxonomy", "term", "rss"],
        "markup": {"goldmark": {"renderHooks": {"link": {"useEmbedded": "always"}}}},
    }
    _write(folder / "hugo.yaml", config)
    shutil.copytree(LAYOUTS, folder / "layouts")
    program = distribution("hugo").locate_file("hugo/binaries/hugo")
    return [[str(program), "--quiet", "--destination", SITE]]


def _write(path: Path, data: Mapping[str, Any]) -> None:
    path.write_text(yaml.safe_dump(dict(data), allow_unicode=True, sort_keys=False), "utf-8")


BUILDERS: Mapping[str, Builder] = {
    "ours": Builder(_ours, {COLD: nothing, WARM: nothing, EDITED: _edited}),
    "plain": Builder(_mkdocs(), {PLAIN: nothing}),
    "prune": Builder(_mkdocs(PRUNING), {PRUNED: nothing}),
    "zensical": Builder(_zensical, {ZENSICAL: nothing}),
    "hugo": Builder(_hugo, {HUGO: nothing}),
}
