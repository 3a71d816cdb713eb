"""A page of the site: its Markdown rendered, its template filled with a View, in the frame of its folder."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from html import escape, unescape
from typing import TYPE_CHECKING, TypeAlias

from jinja2 import Environment, FileSystemBytecodeCache, FileSystemLoader
from markdown.extensions import Extension
from markupsafe import Markup
from mkdocs.structure.toc import AnchorLink, TableOfContents, get_toc

from kundskab.facts import Fact, note_all, noting
from kundskab.lean import Markdown
from kundskab.render import Explained, Links, Place, converted, extensions_of
from kundskab.settings import CACHE, writable
from kundskab.website.entries import Entry
from kundskab.website.library import Library
from kundskab.website.sitefiles import OVERRIDES
from kundskab.website.views import View

if TYPE_CHECKING:
    from kundskab.website.frame import Frame

CUT = "\0"
"""Where a frame is cut; no text of ours has it (`yamlfile`)."""

Shared: TypeAlias = Mapping[tuple[str, ...], tuple[str, Iterable[Fact]]]
"""Parts of pages that are made once, by key, with the facts that they rest on."""


class Rendering:
    """Makes the pages of a library. Markdown is set up once a language; parts that are shared may be known from before."""

    def __init__(self, library: Library, shared: Shared | None = None) -> None:
        self._library = library
        self._once = _Once(shared or {})
        self._env = self._completed(Environment(loader=FileSystemLoader(OVERRIDES), auto_reload=False))
        self._links = Links(library.knowledge)
        self._explained = Explained(self._links)
        self._markdown: dict[str, Markdown] = {}

    def fresh(self) -> Shared:
        """What has been made since this was asked the last time."""
        fresh, self._once.fresh = self._once.fresh, {}
        return fresh

    def forget(self, kinds: Collection[str]) -> None:
        """Make anew what rests on facts of these kinds."""
        for key, (_, facts) in list(self._once.made.items()):
            if any(fact[0] in kinds for fact in facts):
                del self._once.made[key]

    @cached_property
    def frame(self) -> "Frame":
        from kundskab.website.frame import Frame

        frame = Frame(self._library.settings)
        self._completed(frame.env)
        return frame

    def html(self, entry: Entry) -> str:
        """A page of the site."""
        content, toc = self._rendered(entry)
        view = View(self._library, entry, content)
        contents = self._contents(entry, toc, view)
        frame = self._once("frame", view.start, *(["contents"] if contents else []), caller=lambda: self._framed(view, contents))
        return self._env.get_template(entry.template).render(k=view, contents=contents, frame=frame.split(CUT))

    def _framed(self, view: View, contents: Sequence[AnchorLink]) -> str:
        return self.frame.html(view, bool(contents))

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
        names, configs = extensions_of(self._library.settings.extensions)
        for extension, option, name in (("toc", "permalink_title", "permalink"), ("footnotes", "BACKLINK_TITLE", "backlink")):
            configs[extension] = {**configs.get(extension, {}), option: words[name]}
        extensions: list[str | Extension] = [*names, self._links, self._explained]
        return Markdown(extensions=extensions, extension_configs=configs)

    def _contents(self, entry: Entry, toc: TableOfContents, view: View) -> Sequence[AnchorLink]:
        """The contents with what the template adds."""
        if entry.page and entry.is_fallback:
            for item in _all(toc.items):
                item.title = f'<span lang="{entry.page.lang}">{escape(unescape(item.title))}</span>'
        return [*toc.items, *(AnchorLink(title, id, 2) for id, title in view.extra_sections())]

    def _completed(self, env: Environment) -> Environment:
        """With what our templates ask for."""
        ours = {path.name for path in OVERRIDES.glob("*.html")}
        env.autoescape = ours.__contains__  # Material's own templates count on its being off
        if folder := writable(CACHE / "templates"):
            env.bytecode_cache = FileSystemBytecodeCache(str(folder))
        knowledge = self._library.knowledge
        env.globals |= {"once": self._once, "strings": knowledge.strings, "default_language": knowledge.languages[0]}
        return env


class _Once:
    """A part of a template that is made once for each key; every page that shows it rests on the facts that it rests on."""

    def __init__(self, made: Shared) -> None:
        self.made = dict(made)
        self.fresh: dict[tuple[str, ...], tuple[str, Iterable[Fact]]] = {}

    def __call__(self, *key: str, caller: Callable[[], str]) -> Markup:
        if key not in self.made:
            with noting() as noted:
                self.made[key] = self.fresh[key] = str(caller()), noted
        made, facts = self.made[key]
        note_all(facts)
        return Markup(made)


def _all(items: Iterable[AnchorLink]) -> Iterator[AnchorLink]:
    """Entries of the contents with those below them."""
    for item in items:
        yield item
        yield from _all(item.children)
