"""A site by plain `mkdocs build`: the same files, handed to MkDocs to put in their place.

MkDocs sees no page of ours, and neither do its plugins: mkdocs-static-i18n goes through all languages and finds nothing left to do.
"""

from pathlib import Path
from tempfile import TemporaryDirectory

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import BuildError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import event_priority
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from kundskab import settings
from kundskab.folder import Folder
from kundskab.load import load
from kundskab.memory import Memory
from kundskab.problems import Broken, report
from kundskab.website.building import Building, Unmade

FIRST, LAST = 200, -200
"""Before and after mkdocs-static-i18n's own, which are at -100."""


class Events:
    """One build: our files are made at the first language, and MkDocs is given nothing else."""

    def on_serve(self, server: LiveReloadServer, config: MkDocsConfig, builder: object) -> None:
        for folder in (config.docs_dir, config.theme.custom_dir, Path(__file__).parents[1]):
            server.watch(str(folder))

    @event_priority(LAST)
    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        config.theme.static_templates.clear()  # ours stand among our files
        return config

    @event_priority(LAST)
    def on_files(self, files: Files, config: MkDocsConfig) -> Files:
        if config.plugins["i18n"].building:  # type: ignore[attr-defined]
            return Files([])
        self.made = TemporaryDirectory()  # until the process ends
        conf = settings.read(Path(config.config_file_path).parent, Path(config.docs_dir))
        folder = Folder(Path(self.made.name), {})
        try:
            building = Building(conf, load(conf), Memory(""))
            building.check()
            building.run(folder)
        except Broken as error:
            raise BuildError(report(error.problems, Path(config.docs_dir).name)) from error
        except Unmade as error:
            name = Path(config.docs_dir).name
            raise BuildError("\n".join(f"{name}/{line}" for line in str(error).splitlines())) from error
        return Files([_file(config, address, Path(self.made.name, address)) for address in folder.stamps])

    @event_priority(FIRST)
    def on_nav(self, nav: Navigation, config: MkDocsConfig, files: Files) -> Navigation:
        """mkdocs-static-i18n looks for a front page in each language, and warns where there is none."""
        nav.homepage = Page("", File("index.md", None, config.site_dir, use_directory_urls=True), config)
        return nav


def _file(config: MkDocsConfig, address: str, path: Path) -> File:
    """A file that MkDocs copies, whatever it is called."""
    made = File.generated(config, address, abs_src_path=str(path))
    made.dest_uri = made.url = address
    return made
