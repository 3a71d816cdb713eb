"""Stamps: a translation records the digests of the original's sections that it was held against."""

import re
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from kundskab.knowledge import Concept, Knowledge, Page
from kundskab.load import FRONT_MATTER
from kundskab.schema import Translation

ENTRY = re.compile(r"^translated:.*\n(?:[ \t]+.*\n)*", re.M)


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
                _write(docs / page.path, _entry(concept, digests, on))
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
    return f"translated: {{from: {concept.original.lang}, on: {on.isoformat()}, sections: {{{sections}}}}}\n"


def _write(path: Path, entry: str) -> None:
    text = path.read_bytes().decode("utf-8")
    match = FRONT_MATTER.match(text)
    assert match, path
    newline = "\r\n" if "\r\n" in match[0] else "\n"
    head = ENTRY.sub(lambda _: entry.replace("\n", newline), match[0], count=1)
    part = path.with_name(f".{path.name}.new")
    part.write_text(head + text[match.end() :], "utf-8", newline="")
    part.replace(path)
