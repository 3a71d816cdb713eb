"""What happens at each of MkDocs' events. mkdocs-static-i18n builds one language after the other through the same events.

Its own on_config, on_files and on_nav have priority -100; ours run after them and have the last word.
"""

from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from html import escape, unescape
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import BuildError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import event_priority
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink
from mkdocs.utils import write_file

from kundskab import check, search, settings, share
from kundskab.handout import handouts
from kundskab.handout.typesetting import Unsettable
from kundskab.problems import Broken, report
from kundskab.render import Explained, Links, Place, Renderer
from kundskab.website import sitefiles
from kundskab.website.entries import Entry, entries
from kundskab.website.navigation import navigation, near
from kundskab.website.views import Library, View

LAST = -200
SWITCHES = ("scheme_system", "scheme_light", "scheme_dark")


class Events:
    """One build's state: the library, and the language that is being built."""

    library: Library
    searched: Future[dict[str, str]]
    shared: Future[dict[str, bytes]]
    links: Links
    lang: str
    entries: dict[str, Entry]
    views: dict[str, View]

    def on_serve(self, server: LiveReloadServer, config: MkDocsConfig, builder: object) -> None:
        for folder in (config.docs_dir, config.theme.custom_dir, Path(__file__).parents[1]):
            server.watch(str(folder))

    @event_priority(LAST)
    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        i18n: Any = config.plugins["i18n"]
        self.lang = i18n.current_language
        if not i18n.building:
            self._begin(config)
        words = self.library.knowledge.strings[self.lang]
        config.theme["language"] = self.lang
        for option, name in zip(config.theme["palette"], SWITCHES, strict=False):
            option["toggle"]["name"] = words["action"][name]
        for extension, option, name in (("toc", "permalink_title", "permalink"), ("footnotes", "BACKLINK_TITLE", "backlink")):
            config.mdx_configs[extension] = {**config.mdx_configs.get(extension, {}), option: words["action"][name]}
        return config

    @event_priority(LAST)
    def on_files(self, files: Files, config: MkDocsConfig) -> Files:
        knowledge = self.library.knowledge
        for file in files.documentation_pages():
            files.remove(file)
        self.views = {}
        self.entries = {entry.source: entry for entry in entries(knowledge, self.lang)}
        for entry in self.entries.values():
            files.append(_page_file(entry, config))
        made = {
            **{path: text.encode() for path, text in sitefiles.styles_and_scripts(knowledge, Path(str(config.theme.custom_dir)))},
            "sitemap.xml": sitefiles.sitemap(knowledge, self.library.settings).encode(),
            **{handout.edition.address: handout.pdf for handout in self.library.handouts},
        }
        for path, content in made.items():
            if path in files.src_uris:
                files.remove(files.src_uris[path])
            files.append(File.generated(config, path, content=content))
        config.theme.static_templates.discard("sitemap.xml")  # ours is made from the model, and has no clock in it
        return files

    @event_priority(LAST)
    def on_nav(self, nav: Navigation, config: MkDocsConfig, files: Files) -> Navigation:
        pages = {}
        for source, entry in self.entries.items():
            page = files.src_uris[source].page or Page(entry.title, files.src_uris[source], config)
            page.title = escape(entry.title)
            if entry.is_fallback and entry.page:
                page.typeset = _in_language(entry.title, entry.page.lang)  # type: ignore[attr-defined]
            pages[source] = page
        return navigation(self.library.knowledge, self.entries.values(), pages)

    def on_page_markdown(self, markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
        entry = self.entries[page.file.src_uri]
        page.meta = {"title": entry.title, "description": entry.summary, "template": entry.template}
        if entry.page:
            self.links.enter(Place(entry.page, self.lang, entry.address))
        return markdown

    def on_page_content(self, html: str, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Templates draw from the View."""
        entry = self.entries[page.file.src_uri]
        view = self.views[entry.source] = View(self.library, entry, html)
        if entry.page and entry.is_fallback:
            for item in _all(page.toc.items):
                item.typeset = _in_language(item.title, entry.page.lang)  # type: ignore[attr-defined]
        page.toc.items.extend(AnchorLink(title, id, 2) for id, title in view.extra_sections())
        return html

    def on_env(self, env: Environment, config: MkDocsConfig, files: Files) -> Environment:
        ours = {path.name for path in Path(str(config.theme.custom_dir)).glob("*.html")}
        env.autoescape = ours.__contains__  # Material's own templates count on its being off
        env.globals["strings"] = self.library.knowledge.strings
        return env

    def on_page_context(self, context: dict[str, Any], page: Page, config: MkDocsConfig, nav: Navigation) -> dict[str, Any]:
        context["k"] = self.views[page.file.src_uri]
        context["nav"] = near(nav, page)
        return context

    @event_priority(LAST)
    def on_post_build(self, config: MkDocsConfig) -> None:
        i18n: Any = config.plugins["i18n"]
        if not i18n.building:
            for path, text in self.searched.result().items():
                write_file(text.encode(), str(Path(config.site_dir, "search", path)))
            try:
                pictures = self.shared.result()
            except Unsettable as error:
                raise _told(error, config) from error
            for path, png in pictures.items():
                write_file(png, str(Path(config.site_dir, path)))

    def _begin(self, config: MkDocsConfig) -> None:
        """Read and check the library once, before the first language."""
        conf = settings.read(Path(config.config_file_path).parent, Path(config.docs_dir))
        try:
            knowledge = check.checked(conf)
        except Broken as error:
            raise BuildError(report(error.problems, Path(config.docs_dir).name)) from error
        self.links = Links(knowledge)
        for extension in (self.links, Explained(self.links)):  # instances: names are checked before hooks load
            config.markdown_extensions.append(extension)  # type: ignore[arg-type]
        renderer = Renderer(conf.extensions, Links(knowledge))
        drawings = sitefiles.drawings(conf.docs)
        cards = share.cards(conf, knowledge)
        beside = ThreadPoolExecutor(2)  # the index and the shared pictures are needed last
        self.searched = beside.submit(search.files, knowledge)
        self.shared = beside.submit(share.make, cards, handouts.kept(conf, "share"), sweep=True)
        beside.shutdown(wait=False)
        try:
            made = handouts.make(conf, knowledge, handouts.standard(knowledge), handouts.kept(conf), sweep=True)
        except Unsettable as error:
            raise _told(error, config) from error
        self.library = Library(conf, knowledge, renderer, drawings, made, {(card.lang, card.name): card for card in cards})


def _told(error: Unsettable, config: MkDocsConfig) -> BuildError:
    """What cannot be set, each page by its path from where the content folder lies."""
    name = Path(config.docs_dir).name
    return BuildError("\n".join(f"{name}/{line}" for line in str(error).splitlines()))


def _all(items: Iterable[AnchorLink]) -> Iterator[AnchorLink]:
    """Entries of the contents with those below them."""
    for item in items:
        yield item
        yield from _all(item.children)


def _in_language(title: str, lang: str) -> SimpleNamespace:
    """A title in another language than the page's, by the way that Material has for titles with markup."""
    return SimpleNamespace(title=f'<span lang="{lang}">{escape(unescape(title))}</span>')


def _page_file(entry: Entry, config: MkDocsConfig) -> File:
    """A page as MkDocs and static-i18n know it; the latter reads the four attributes it gives its own files."""
    file = File.generated(config, entry.source, content=entry.markdown)
    file.dest_uri = entry.address + "index.html"
    file.url = entry.address or "./"
    if entry.overview or (entry.concept and entry.concept.type == "area"):
        file.name = "index"  # so that Material's navigation.indexes takes it as its section's own page
    file.locale = file.localization = file.locale_alternate_of = entry.lang  # type: ignore[attr-defined]
    file.norm_src_uri = entry.source.partition("/")[2]  # type: ignore[attr-defined]
    file.alternates = {entry.lang: file}  # type: ignore[attr-defined]
    return file
