"""All files of a site."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeAlias

from kundskab import search, share
from kundskab.handout import handouts
from kundskab.knowledge import Knowledge
from kundskab.settings import Settings
from kundskab.website import sitefiles
from kundskab.website.entries import entries
from kundskab.website.frame import MISSING, Frame
from kundskab.website.library import Library

Content: TypeAlias = bytes | Path
"""Bytes to write, or a file to copy."""


def files(settings: Settings, knowledge: Knowledge) -> Iterator[tuple[str, Content]]:
    """Every file of the site by its address. Raises Unsettable where a handout or a shared picture cannot be made."""
    beside = ThreadPoolExecutor(2)
    pictures = beside.submit(share.make, share.cards(settings, knowledge), handouts.kept(settings, "share"), sweep=True)
    index = beside.submit(search.files, knowledge)
    beside.shutdown(wait=False)
    pdfs = handouts.make(settings, knowledge, handouts.standard(knowledge), handouts.kept(settings), sweep=True)
    yield from ((handout.edition.address, handout.pdf) for handout in pdfs)
    frame = Frame(Library(settings, knowledge, pdfs))
    yield from sitefiles.copies(settings, knowledge, frame.folders).items()
    yield from ((address, text.encode()) for address, text in sitefiles.styles_and_scripts(knowledge))
    for lang in knowledge.languages:
        yield from ((entry.file, frame.html(entry).encode()) for entry in entries(knowledge, lang))
    yield MISSING, frame.missing().encode()
    yield "sitemap.xml", sitefiles.sitemap(knowledge, settings).encode()
    yield from ((f"search/{path}", text.encode()) for path, text in index.result().items())
    yield from pictures.result().items()


def build(settings: Settings, knowledge: Knowledge, site: Path) -> None:
    """Write a site into an empty folder."""
    for address, content in files(settings, knowledge):
        target = site / address
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content.read_bytes() if isinstance(content, Path) else content)
