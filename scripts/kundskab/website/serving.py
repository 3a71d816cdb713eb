"""The site while one writes."""

import logging
from pathlib import Path

from mkdocs.commands.serve import serve as mkdocs_serve

from kundskab.settings import CONFIGURATION, PROJECT


def serve(docs: Path, address: str) -> None:
    """Build, serve at host:port, and build again whenever a file changes."""
    logger = logging.getLogger("mkdocs")
    logger.setLevel(logging.INFO)
    if not logger.handlers:
        logger.addHandler(logging.StreamHandler())
    mkdocs_serve(str(PROJECT / CONFIGURATION), docs_dir=str(docs.absolute()), dev_addr=address)
