"""Stamps: a translation records the digests of the original's sections that it was held against."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from kundskab.concepts import Concept, Page
from kundskab.knowledge import Knowledge
from kundskab.schema import Translation


def stamp(knowledge: Knowledge, docs: Path, ids: Iterable[str], langs: Iterable[str], on: date) -> list[str]:
    """Write current stamps into the translations of the given concepts and languages; return the paths that changed.

    The rest of each file keeps its bytes. Raises KeyError for an unknown id.
    """
    changed = []
    languages = set(langs)
    for concept in (knowledge.concepts[id] for id in ids):
        digests = concept.original.digests()
        for page in concept.pages.values():
            if page.lang in languages and isinstance(page.meta, Translation) and page.stamp != digests:
                _write(docs / page.path, page, _entry(concept, digests, on))
                changed.append(page.path)
    return changed


def drifted(concept: Concept, page: Page) -> list[str]:
    """The sections of a translation whose original changed, appeared or went since its stamp; [] for an original."""
    if page is concept.original:
        return []
    now, then = concept.original.digests(), page.stamp
    return [id for id in (*now, *(id for id in then if id not in now)) if now.get(id) != then.get(id)]


def _entry(concept: Concept, digests: dict[str, str], on: date) -> str:
    sections = ", ".join(f'{id}: "{value}"' for id, value in digests.items())
    return f"translated: {{from: {concept.original.lang}, on: {on.isoformat()}, sections: {{{sections}}}}}"


def _write(path: Path, page: Page, entry: str) -> None:
    """Replace the lines of the key `translated`, from its own to the next key's."""
    text = path.read_bytes().decode("utf-8")
    lines = text.splitlines(keepends=True)
    start = page.lines[("translated",)]
    keys = [line for place, line in page.lines.items() if len(place) == 1 and line > start]
    closing = next(number for number, line in enumerate(lines, 1) if number > start and line.rstrip() == "---")
    newline = "\r\n" if lines[0].endswith("\r\n") else "\n"
    lines[start - 1 : min([*keys, closing]) - 1] = [entry + newline]
    part = path.with_name(f".{path.name}.new")
    part.write_bytes("".join(lines).encode())
    part.replace(path)
