"""From a content folder to Knowledge, in one pass, with all that is wrong with its files."""

import hashlib
import os
import re
import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from itertools import chain
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from kundskab import datafiles, markup, schema, yamlfile
from kundskab.concepts import Concept, Page, Written
from kundskab.contents import ASSETS, DATA, PICTURES, TEMPLATES, files, read_text
from kundskab.datafiles import Data
from kundskab.knowledge import Knowledge, relations_of
from kundskab.memory import Key, Piece
from kundskab.problems import Problem, did_you_mean
from kundskab.settings import Settings
from kundskab.tree import Tree
from kundskab.workers import done

BATCH, MANY = 25, 12
"""How many pages are read together, and of how many such batches a process more is worth while."""
SETTLED = 2_000_000_000
"""Nanoseconds within which some file systems give two changes the same time."""
FRONT_MATTER = re.compile(r"\A\ufeff?---[ \t]*\r?\n(.*?)^---[ \t]*\r?$\n?", re.S | re.M)


class Known:
    """What was read before: pages by path, and the data files. Size, times and inode tell whether a page's file is what it was; where
    they cannot, its content does.
    """

    def __init__(self) -> None:
        self._kept: dict[str, _Kept] = {}
        self._pages: dict[str, Page] = {}
        self._data: tuple[str, Data] | None = None
        self.settled = SETTLED

    def __getstate__(self) -> Mapping[str, object]:
        """Each page as it was folded up when it was read, in two parts: nearly all are the same from one time to the next."""
        return {**vars(self), "_pages": {}}

    def page(self, path: str, found: os.stat_result) -> Page | None:
        """A page, if its file is surely what it was."""
        kept = self._kept.get(path)
        return self._page(path, kept) if kept and kept.signature == _signature(found) else None

    def alike(self, path: str, digest: str) -> bool:
        """Whether a page's text is what it was."""
        return path in self._kept and self._kept[path].digest == digest

    def before(self, path: str) -> Page | None:
        """What a page was, whatever its file is now."""
        kept = self._kept.get(path)
        return self._page(path, kept) if kept else None

    def data(self, version: str, read: Callable[[], Data]) -> Data:
        """The data files of a version; read where they are of another."""
        if self._data is None or self._data[0] != version:
            self._data = version, read()
        return self._data[1]

    def keep(self, path: str, found: os.stat_result, text: "_Text | None") -> Page:
        """Remember a page; without a text, that it is as it was."""
        if text:
            self._pages.pop(path, None)
            self._kept[path] = _Kept(self._settled(found), text.digest, text.head, Piece(text.written))
        else:
            self._kept[path] = self._kept[path]._replace(signature=self._settled(found))
        return self._page(path, self._kept[path])

    def _page(self, path: str, kept: "_Kept") -> Page:
        if path not in self._pages:
            self._pages[path] = Page.unfolded(kept.head, kept.written.content)
        return self._pages[path]

    def _settled(self, found: os.stat_result) -> tuple[int, ...]:
        """What tells a file, if it has been left alone long enough for its time to tell when it changes again."""
        signature = _signature(found)
        return signature if time.time_ns() - max(signature[1:3]) > self.settled else ()

    def only(self, pages: Sequence[Page]) -> None:
        """Forget all others."""
        self._kept = {page.path: self._kept[page.path] for page in pages if page.path in self._kept}
        self._pages = {path: page for path, page in self._pages.items() if path in self._kept}


class _Kept(NamedTuple):
    """A page, folded up in two parts, and what tells its file and its text."""

    signature: tuple[int, ...]
    digest: str
    head: bytes
    written: Piece


class _Text(NamedTuple):
    """A page that has been read, folded up, and what tells its text."""

    digest: str
    head: bytes
    written: bytes | memoryview


def _signature(found: os.stat_result) -> tuple[int, ...]:
    return found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino


def load(settings: Settings, known: Known | None = None) -> Tree:
    """Read the content folder of `settings`; nothing is written. What is `known` is not read again."""
    known = known or Known()
    problems: list[Problem] = []
    pages: list[Page] = []
    unreadable: set[str] = set()
    texts: dict[str, str] = {}
    assets: dict[str, str] = {}
    statuses: dict[str, os.stat_result] = {}
    places: dict[str, tuple[str, str, str]] = {}
    for path, status in files(settings.docs, problems):
        statuses[path] = status
        place = _place(path, settings, problems) if path.endswith(".md") else None
        if place and (page := known.page(path, status)):
            pages.append(page)
            continue
        if path.startswith(f"{ASSETS}/"):
            assets[path] = _version((settings.docs / path).read_bytes())
        if place:
            places[path] = place
        elif path.endswith((".md", ".yml", ".txt", ".svg")) and (text := read_text(settings.docs, path, problems)) is not None:
            texts[path] = text
    for path, read in _read(settings.docs, places, known).items():
        if isinstance(read, list):
            problems += read
            unreadable.add(places[path][-1])
        else:
            pages.append(known.keep(path, statuses[path], read))
    pages.sort(key=lambda page: page.path)
    known.only(pages)
    of_data = {path: text for path, text in texts.items() if path.startswith(f"{DATA}/")}
    version = _version("\0".join((*settings.languages, *chain.from_iterable(of_data.items()))).encode())
    data = known.data(version, lambda: datafiles.read(of_data, list(settings.languages)))
    problems += data.problems
    drafts, concepts, orphaned = _concepts(pages, unreadable, settings, problems)
    drawings = {Path(path).stem: text.strip() for path, text in texts.items() if path.startswith(f"{PICTURES}/")}
    knowledge = _knowledge(settings, data, concepts, drawings, assets)
    lost = frozenset((unreadable | orphaned) - set(concepts))
    return Tree(knowledge, problems, lost, drafts, pages, data.documents, data.limits, data.words, settings.docs, version)


def _knowledge(
    settings: Settings, data: Data, concepts: Mapping[str, Concept], drawings: Mapping[str, str], assets: Mapping[str, str]
) -> Knowledge:
    return Knowledge(
        languages=tuple(settings.languages),
        fallbacks=settings.fallbacks,
        concepts=MappingProxyType(concepts),
        areas=data.areas,
        terms=data.terms,
        synonyms=MappingProxyType(data.synonyms),
        splits=MappingProxyType(data.splits),
        unbroken=MappingProxyType(data.unbroken),
        strings=MappingProxyType(data.strings),
        drawings=drawings,
        assets=assets,
        relations=tuple(r for r in relations_of(concepts.values()) if r.target in concepts),
    )


def _place(path: str, settings: Settings, problems: list[Problem]) -> tuple[str, str, str] | None:
    """Language, type and id of a page from its path; None for what is not a page."""
    top, *rest = path.split("/")
    if top in (DATA, TEMPLATES, ASSETS):
        return None
    if top not in settings.languages:
        remedy = 'Norwegian bokmål is "nb"' if top in ("no", "nn") else did_you_mean(top, settings.languages)
        problems.append(Problem(path, 1, "language", f'"{top}" is not one of the languages of mkdocs.yml', remedy))
        return None
    folder = "/".join(rest[:-1])
    if folder not in schema.FOLDERS:
        problems.append(
            Problem(path, 1, "type", f'"{folder}" is not a type\'s folder', did_you_mean(folder, filter(None, schema.FOLDERS)))
        )
        return None
    return top, schema.FOLDERS[folder], rest[-1].removesuffix(".md")


def _read(docs: Path, places: Mapping[str, tuple[str, str, str]], known: Known) -> dict[str, _Text | list[Problem] | None]:
    """What comes of some pages by their paths; nothing where one is as it was."""

    def work(keys: Sequence[Key]) -> Sequence[_Text | list[Problem] | None]:
        return [_read_file(docs, path, places[path], known) for (path,) in keys]

    keys = [(path,) for path in places]
    batches = [keys[start : start + BATCH] for start in range(0, len(keys), BATCH)]
    results = zip(keys, work(keys), strict=True) if len(batches) < MANY else done(work, batches, lambda key: False)
    found = {path: read for (path,), read in results}
    return {path: found[path] for path in places}


def _read_file(docs: Path, path: str, place: tuple[str, str, str], known: Known) -> _Text | list[Problem] | None:
    problems: list[Problem] = []
    text = read_text(docs, path, problems)
    if text is None:
        return problems
    digest = _version(text.encode())
    if known.alike(path, digest):
        return None
    read = read_page(path, text, *place, known.before(path))
    return _Text(digest, *read.folded()) if isinstance(read, Page) else list(read)


def read_page(path: str, text: str, lang: str, kind: str, id: str, before: Page | None = None) -> Page | tuple[Problem, ...]:
    """One page from its text, or what keeps it from being one; `before` is what it was, which may have had the same front matter."""
    match = FRONT_MATTER.match(text)
    if not match:
        remedy = "begin the file with --- and the keys of the template for this type"
        closed = "no front matter" if not text.startswith("---") else "front matter that is not closed"
        return (Problem(path, 1, "front matter", closed, remedy),)
    version = _version(match[1].encode())
    if before and before.versions[0] == version:
        meta, lines = before.meta, before.lines
    else:
        try:
            document = yamlfile.parse(match[1], first_line=2)
        except yamlfile.Malformed as error:
            return (Problem(path, error.line, "front matter", f"not YAML: {error}", error.remedy),)
        read = _front_matter(document, path, kind)
        if isinstance(read, tuple):
            return read
        meta, lines = read, document.lines
    markdown = text[match.end() :]
    first_line = text.count("\n", 0, match.end()) + 1
    versions = version, _version(f"{first_line} {markdown}".encode())
    written = Written(markdown, first_line, markup.parse(markdown, first_line), lines)
    return Page.of(path, lang, kind, id, meta, written, versions)


def _front_matter(document: yamlfile.Document, path: str, kind: str) -> schema.FrontMatter | tuple[Problem, ...]:
    if not isinstance(document.data, dict):
        return (Problem(path, 2, "front matter", "not a list of keys and values", "write `title: …` and so on, one a line"),)
    return schema.read(schema.front_matter_model(kind, "translated" in document.data), document, path)


def _version(content: bytes) -> str:
    return hashlib.blake2b(content, digest_size=12).hexdigest()


def _concepts(
    pages: list[Page], unreadable: set[str], settings: Settings, problems: list[Problem]
) -> tuple[frozenset[str], dict[str, Concept], set[str]]:
    """Drafts, the published concepts by id, and the ids that have pages but make no concept."""
    groups: dict[str, list[Page]] = defaultdict(list)
    for page in pages:
        groups[page.id].append(page)
    drafts, concepts, broken = set(), {}, set()
    for id, of_any_type in sorted(groups.items()):
        group = _of_one_type(of_any_type, problems)
        original = _original(group, problems)
        if not original:
            broken.add(id)
            if id not in unreadable:
                remedy = "write it, or make this page the original"
                problems.append(Problem(group[0].path, 2, "translated", "no language has the original", remedy))
        elif original.meta.draft:
            drafts.add(id)
        else:
            by_language = {page.lang: page for page in group if not page.meta.draft}
            order = {code: by_language[code] for code in settings.languages if code in by_language}
            concepts[id] = Concept(original.type, id, original, MappingProxyType(order))
    return frozenset(drafts), concepts, broken


def _of_one_type(group: list[Page], problems: list[Problem]) -> list[Page]:
    """The pages of an id that are of the first type; that there are others is a problem."""
    first, *others = sorted({page.type for page in group})
    if others:
        path = next(page.path for page in group if page.type != first)
        problems.append(
            Problem(path, 1, "id", f'"{group[0].id}" is also the id of {_a(first)}', "rename one: ids are unique in the library")
        )
    return [page for page in group if page.type == first]


def _original(group: list[Page], problems: list[Problem]) -> Page | None:
    """The first original; others are a problem each."""
    originals = [page for page in group if isinstance(page.meta, schema.Original)]
    for extra in originals[1:]:
        fault = f"a second original; the other is {originals[0].path}"
        problems.append(Problem(extra.path, 2, "translated", fault, "make one of them a translation with `translated:`"))
    return originals[0] if originals else None


def _a(kind: str) -> str:
    return f"{'an' if kind[0] in 'aeiou' else 'a'} {kind}"
