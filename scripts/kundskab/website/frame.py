"""A page as Material shows it: its Markdown rendered, its template filled with what MkDocs would give it, and with a View."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape, unescape
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemBytecodeCache
from markdown.extensions import Extension
from markupsafe import Markup
from mkdocs.commands.build import get_context
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.nav import Navigation
from mkdocs.structure.toc import AnchorLink, TableOfContents, get_toc

from kundskab.facts import Fact, note_all, noting
from kundskab.lean import Markdown
from kundskab.render import Explained, Links, Place, converted
from kundskab.settings import CACHE, CONFIGURATION, PROJECT, writable
from kundskab.website.entries import Entry
from kundskab.website.library import Library
from kundskab.website.views import View

SWITCHES = ("scheme_system", "scheme_light", "scheme_dark")
FRAME, MISSING = "frame.html", "404.html"
CUT = "\0"
"""Where a frame is cut."""
NOWHERE = Navigation([], [])
"""We draw the navigation ourselves."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What Material's templates ask of a page, where we fill the rest."""

    url: str
    toc: TableOfContents


class Frame:
    """Makes the pages of a library. MkDocs' configuration and the theme are read once, Markdown is set up once a language."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._config: MkDocsConfig = load_config(
            str(PROJECT / CONFIGURATION), docs_dir=str(library.settings.docs.absolute()), plugins=[], hooks=[]
        )
        self._once = _Once()
        self._env = _environment(self._config, library, self._once)
        self._links = Links(library.knowledge)
        self._explained = Explained(self._links)
        self._markdown: dict[str, Markdown] = {}

    @property
    def folders(self) -> Sequence[str]:
        """Where the theme's files stand, ours first."""
        return self._config.theme.dirs

    def html(self, entry: Entry) -> str:
        """A page of the site."""
        content, toc = self._rendered(entry)
        view = View(self._library, entry, content)
        contents = self._contents(entry, toc, view)
        frame = self._once("frame", view.start, "contents" if contents else "", caller=lambda: self._frame(view, bool(contents)))
        return self._env.get_template(entry.template).render(k=view, contents=contents, frame=frame.split(CUT))

    def missing(self) -> str:
        """The page that answers wrong addresses."""
        base = self._library.settings.site_url.split("/", 3)[3]
        context = get_context(NOWHERE, [], self._config, base_url=f"/{base}")
        return self._env.get_template(MISSING).render(context)

    def _rendered(self, entry: Entry) -> tuple[str, TableOfContents]:
        """The HTML of a page's Markdown, and its contents."""
        if not entry.page:
            return "", get_toc([])
        if entry.lang not in self._markdown:
            self._markdown[entry.lang] = self._reader(entry.lang)
        reader, place = self._markdown[entry.lang], Place(entry.page, entry.lang, entry.address)
        self._links.enter(place)
        content = converted(reader, entry.markdown, place)
        return content, get_toc(reader.toc_tokens)  # type: ignore[attr-defined]

    def _reader(self, lang: str) -> Markdown:
        words = self._library.knowledge.strings[lang]["action"]
        configs: dict[str, dict[str, Any]] = {**self._config.mdx_configs}
        for extension, option, name in (("toc", "permalink_title", "permalink"), ("footnotes", "BACKLINK_TITLE", "backlink")):
            configs[extension] = {**configs.get(extension, {}), option: words[name]}
        extensions: list[str | Extension] = [*self._config.markdown_extensions, self._links, self._explained]
        return Markdown(extensions=extensions, extension_configs=configs)

    def _contents(self, entry: Entry, toc: TableOfContents, view: View) -> Sequence[AnchorLink]:
        """The contents with what the template adds."""
        if entry.page and entry.is_fallback:
            for item in _all(toc.items):
                item.title = f'<span lang="{entry.page.lang}">{escape(unescape(item.title))}</span>'
        return [*toc.items, *(AnchorLink(title, id, 2) for id, title in view.extra_sections())]

    def _frame(self, view: View, has_contents: bool) -> str:
        """What all pages that start as one does have around their own parts, with a cut for each of these."""
        self._config.theme["language"] = view.lang
        for option, name in zip(self._config.theme["palette"], SWITCHES, strict=False):
            option["toggle"]["name"] = view.t["action"][name]
        page: Any = Shown(view.entry.address, TableOfContents([AnchorLink("", CUT, 1)] if has_contents else []))
        return self._env.get_template(FRAME).render(get_context(NOWHERE, [], self._config, page), k=view, cut=CUT)


def _environment(config: MkDocsConfig, library: Library, once: "_Once") -> Environment:
    env = config.theme.get_env()
    ours = {path.name for path in Path(str(config.theme.custom_dir)).glob("*.html")}
    env.autoescape = ours.__contains__  # Material's own templates count on its being off
    env.globals["strings"] = library.knowledge.strings
    if folder := writable(CACHE / "templates"):
        env.bytecode_cache = FileSystemBytecodeCache(str(folder))
    env.globals["once"] = once
    env.globals["default_language"] = library.knowledge.languages[0]
    return env


class _Once:
    """A part of a template that is made once for each key; every page that shows it rests on the facts that it rests on."""

    def __init__(self) -> None:
        self._made: dict[tuple[str, ...], tuple[Markup, set[Fact]]] = {}

    def __call__(self, *key: str, caller: Callable[[], str]) -> Markup:
        if key not in self._made:
            with noting() as facts:
                self._made[key] = Markup(caller()), facts
        made, facts = self._made[key]
        note_all(facts)
        return made


def _all(items: Iterable[AnchorLink]) -> Iterator[AnchorLink]:
    """Entries of the contents with those below them."""
    for item in items:
        yield item
        yield from _all(item.children)
