"""Material's own search, which the site does without: the index that its plugin would make. For measurements only."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace

import material
from material.plugins.search.plugin import SearchPlugin
from mkdocs.config import load_config

from kundskab.settings import CONFIGURATION, PROJECT

LANGUAGES = ["da", "no", "sv"]
SCRIPTS = Path(material.__file__).parent / "templates/assets/javascripts"


@dataclass(frozen=True, slots=True)
class Text:
    """A page: where it stands below the site's root, its title, its HTML, its tags."""

    location: str
    title: str
    content: str
    tags: tuple[str, ...]


def index(pages: Iterable[Text]) -> str:
    """The search_index.json that the plugin makes of pages, with its defaults for all but the languages."""
    plugin = SearchPlugin()
    faults, _ = plugin.load_config({"lang": LANGUAGES})
    assert not faults, faults
    plugin.on_config(load_config(str(PROJECT / CONFIGURATION)))
    for text in pages:
        meta = {"tags": list(text.tags)} if text.tags else {}
        page = SimpleNamespace(url=text.location, title=text.title, meta=meta, toc=[], content=text.content)
        plugin.on_page_context({}, page=page, config=None, nav=None)
    return str(plugin.search_index.generate_search_index(None))


def worker() -> str:
    """The path of the theme's search worker below `SCRIPTS`."""
    (found,) = (SCRIPTS / "workers").glob("search.*.min.js")
    return found.relative_to(SCRIPTS).as_posix()
