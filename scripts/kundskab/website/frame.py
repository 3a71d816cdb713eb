"""What stands around the pages of a folder: Material's page, filled with what MkDocs would give it. MkDocs takes its time, so that
this is to be imported where something of it is missing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from jinja2 import Environment
from mkdocs.commands.build import get_context
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.nav import Navigation
from mkdocs.structure.toc import AnchorLink, TableOfContents

from kundskab.settings import CONFIGURATION, PROJECT, Settings
from kundskab.website.rendering import CUT
from kundskab.website.sitefiles import MISSING
from kundskab.website.views import View

SWITCHES = ("scheme_system", "scheme_light", "scheme_dark")
FRAME = "frame.html"
NOWHERE = Navigation([], [])
"""We draw the navigation ourselves."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What Material's templates ask of a page, where we fill the rest."""

    url: str
    toc: TableOfContents


class Frame:
    """Makes the frames of a site. MkDocs' configuration and the theme are read once."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._config: MkDocsConfig = load_config(
            str(PROJECT / CONFIGURATION), docs_dir=str(settings.docs.absolute()), plugins=[], hooks=[]
        )
        self.env: Environment = self._config.theme.get_env()

    @property
    def folders(self) -> Sequence[str]:
        """Where the theme's files stand, ours first."""
        return self._config.theme.dirs

    def html(self, view: View, has_contents: bool) -> str:
        """What all pages that start as one does have around their own parts, with a cut for each of these."""
        self._config.theme["language"] = view.lang
        for option, name in zip(self._config.theme["palette"], SWITCHES, strict=False):
            option["toggle"]["name"] = view.t["action"][name]
        page: Any = Shown(view.entry.address, TableOfContents([AnchorLink("", CUT, 1)] if has_contents else []))
        return self.env.get_template(FRAME).render(get_context(NOWHERE, [], self._config, page), k=view, cut=CUT)

    def missing(self) -> str:
        """The page that answers wrong addresses."""
        base = self._settings.site_url.split("/", 3)[3]
        context = get_context(NOWHERE, [], self._config, base_url=f"/{base}")
        return self.env.get_template(MISSING).render(context)
