"""A build of the whole site by MkDocs, from a configuration and a content folder into a folder."""

import logging
import os
from pathlib import Path

os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")  # Material's advertisement for its successor, on every start

from mkdocs.commands.build import build as mkdocs_build
from mkdocs.commands.serve import serve as mkdocs_serve
from mkdocs.config import load_config
from mkdocs.exceptions import MkDocsException

from kundskab.settings import CONFIGURATION, PROJECT


class Failed(Exception):
    """The build stopped; what was wrong has been written to the error stream."""


def build(docs: Path, site: Path) -> None:
    """Build into an empty folder. Raises Failed, after telling why."""
    _tell(logging.WARNING)
    config = load_config(str(PROJECT / CONFIGURATION), docs_dir=str(docs.absolute()), site_dir=str(site.absolute()))
    try:
        config.plugins.on_startup(command="build", dirty=False)
        mkdocs_build(config)
    except (MkDocsException, SystemExit) as error:
        raise Failed(str(error)) from error
    finally:
        config.plugins.on_shutdown()


def serve(docs: Path, address: str) -> None:
    """Build, serve at host:port, and build again whenever a file changes."""
    _tell(logging.INFO)
    mkdocs_serve(str(PROJECT / CONFIGURATION), docs_dir=str(docs.absolute()), dev_addr=address)


def _tell(level: int) -> None:
    """Write MkDocs' messages to the error stream, as its own command does."""
    logger = logging.getLogger("mkdocs")
    logger.setLevel(level)
    if not logger.handlers:
        logger.addHandler(logging.StreamHandler())
