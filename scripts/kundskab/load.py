"""From a content folder to Knowledge, in one pass, with all that is wrong with its files."""

import hashlib
import os
import re
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from kundskab import markup, schema, yamlfile
from kundskab.concepts import Concept, Page, Term, Written
from kundskab.contents import ASSETS, DATA, PICTURES, TEMPLATES, files, read_text
from kundskab.knowledge import Knowledge, relations_of
from kundskab.memory import Key
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
    """Pages read before, by path. Size, times and inode tell whether a file is what it was; where they cannot, its content does."""

    def __init__(self) -> None:
        self._kept: dict[str, _Kept] = {}
        self._pages: dict[str, Page] = {}
        self.settled = SETTLED

    def __getstate__(self) -> Mapping[str, object]:
        """Each page as it was folded up when it was read, in two parts: nearly all are the same from one time to the next."""
        return {**vars(self), "_pages": {}}

    def page(self, path: str, found: os.stat_result) -> Page | None:
        """A page, if its file is surely what it was."""
        kept = self._kept.get(path)
        return self._page(path, kept) if kept and kept.signature == _signature(found) else None

    def alike(self, path: str, text: str) -> Page | None:
        """A page, if this is its file's text."""
        kept = self._kept.get(path)
        return self._page(path, kept) if kept and kept.digest == _version(text.encode()) else None

    def keep(self, page: Page, found: os.stat_result, text: str) -> None:
        """Remember a page."""
        self._pages[page.path] = page
        self._kept[page.path] = _Kept(self._settled(found), _version(text.encode()), *page.folded())

    def _page(self, path: str, kept: "_Kept") -> Page:
        if path not in self._pages:
            self._pages[path] = Page.unfolded(kept.head, kept.written)
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
    written: bytes


def _signature(found: os.stat_result) -> tuple[int, ...]:
    return found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino


def load(settings: Settings, known: Known | None = None) -> Tree:
    """Read the content folder of `settings`; nothing is written. Pages that are `known` are not read again."""
    problems: list[Problem] = []
    pages: list[Page] = []
    unreadable: set[str] = set()
    texts: dict[str, str] = {}
    assets: dict[str, str] = {}
    statuses: dict[str, os.stat_result] = {}
    for path, status in files(settings.docs, problems):
        statuses[path] = status
        if known and (page := known.page(path, status)):
            pages.append(page)
            continue
        if path.startswith(f"{ASSETS}/"):
            assets[path] = _version((settings.docs / path).read_bytes())
        if path.endswith((".md", ".yml", ".txt", ".svg")) and (text := read_text(settings.docs, path, problems)) is not None:
            texts[path] = text
        elif path.endswith(".md"):
            unreadable.add(Path(path).stem)
    places = {path: place for path in texts if path.endswith(".md") and (place := _place(path, settings, problems))}
    alike = {path: page for path in places if known and (page := known.alike(path, texts[path]))}
    found = alike | _read({path: (texts[path], *place) for path, place in places.items() if path not in alike})
    for path, (*_, id) in places.items():
        read = found[path]
        if isinstance(read, Page):
            pages.append(read)
            if known:
                known.keep(read, statuses[path], texts[path])
        else:
            problems += read
            unreadable.add(id)
    pages.sort(key=lambda page: page.path)
    if known:
        known.only(pages)
    data = _data(texts, problems)
    areas = tuple(_records(schema.Area, data, "areas.yml", problems))
    terms = tuple(_terms(data, settings, problems))
    limits = _file(schema.Limits, data, "limits.yml", problems) or schema.Limits()
    synonyms = _file(schema.Synonyms, data, "search/synonyms.yml", problems) or schema.Synonyms({})
    splits = _file(schema.Splits, data, "search/splits.yml", problems) or schema.Splits({})
    words, unbroken = (_lists(texts, folder) for folder in ("words", "unbroken"))
    strings = {code: _strings(data, code, problems) for code in settings.languages}
    drafts, concepts, orphaned = _concepts(pages, unreadable, settings, problems)
    knowledge = Knowledge(
        languages=tuple(settings.languages),
        fallbacks=settings.fallbacks,
        concepts=MappingProxyType(concepts),
        areas=areas,
        terms=terms,
        synonyms=MappingProxyType(synonyms.root),
        splits=MappingProxyType(splits.root),
        unbroken=MappingProxyType(unbroken),
        strings=MappingProxyType(strings),
        drawings={Path(path).stem: text.strip() for path, text in texts.items() if path.startswith(f"{PICTURES}/")},
        assets=assets,
        relations=tuple(r for r in relations_of(concepts.values()) if r.target in concepts),
    )
    lost = frozenset((unreadable | orphaned) - set(concepts))
    version = _version("\0".join(part for item in texts.items() if item[0].startswith(f"{DATA}/") for part in item).encode())
    return Tree(knowledge, problems, lost, drafts, pages, data, limits, words, settings.docs, version)


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


def _read(texts: Mapping[str, tuple[str, str, str, str]]) -> dict[str, Page | tuple[Problem, ...]]:
    """What comes of some pages by their paths, of each its text and its place."""

    def work(keys: Sequence[Key]) -> Sequence[Page | tuple[Problem, ...]]:
        return [read_page(path, *texts[path]) for (path,) in keys]

    keys = [(path,) for path in texts]
    batches = [keys[start : start + BATCH] for start in range(0, len(keys), BATCH)]
    results = zip(keys, work(keys), strict=True) if len(batches) < MANY else done(work, batches, lambda key: False)
    return {path: read for (path,), read in results}


def read_page(path: str, text: str, lang: str, kind: str, id: str) -> Page | tuple[Problem, ...]:
    """One page from its text, or what keeps it from being one."""
    match = FRONT_MATTER.match(text)
    if not match:
        remedy = "begin the file with --- and the keys of the template for this type"
        closed = "no front matter" if not text.startswith("---") else "front matter that is not closed"
        return (Problem(path, 1, "front matter", closed, remedy),)
    try:
        document = yamlfile.parse(match[1], first_line=2)
    except yamlfile.Malformed as error:
        return (Problem(path, error.line, "front matter", f"not YAML: {error}", error.remedy),)
    if not isinstance(document.data, dict):
        return (Problem(path, 2, "front matter", "not a list of keys and values", "write `title: …` and so on, one a line"),)
    model = schema.front_matter_model(kind, "translated" in document.data)
    meta = schema.read(model, document, path)
    if isinstance(meta, tuple):
        return meta
    markdown = text[match.end() :]
    first_line = text.count("\n", 0, match.end()) + 1
    versions = _version(match[1].encode()), _version(f"{first_line} {markdown}".encode())
    written = Written(markdown, first_line, markup.parse(markdown, first_line), document.lines)
    return Page.of(path, lang, kind, id, meta, written, versions)


def _version(content: bytes) -> str:
    return hashlib.blake2b(content, digest_size=12).hexdigest()


def _lists(texts: Mapping[str, str], folder: str) -> dict[str, Sequence[str]]:
    """The lines of each language's list in a folder of _data."""
    return {Path(path).stem: text.splitlines() for path, text in texts.items() if path.startswith(f"{DATA}/{folder}/")}


def _data(texts: Mapping[str, str], problems: list[Problem]) -> dict[str, yamlfile.Document]:
    """The data files by their path below _data; those that are not YAML become problems."""
    found = {}
    for path, text in texts.items():
        if path.startswith(f"{DATA}/") and path.endswith(".yml"):
            try:
                found[path.removeprefix(f"{DATA}/")] = yamlfile.parse(text)
            except yamlfile.Malformed as error:
                problems.append(Problem(path, error.line, "file", f"not YAML: {error}", error.remedy))
    return found


def _file(model: type[schema.M], data: Mapping[str, yamlfile.Document], name: str, problems: list[Problem]) -> schema.M | None:
    """A data file that a tree may be without."""
    if (document := data.get(name)) is None:
        return None
    found = schema.read(model, document, f"{DATA}/{name}")
    if isinstance(found, tuple):
        problems += found
        return None
    return found


def _records(
    model: type[schema.M], data: Mapping[str, yamlfile.Document], name: str, problems: list[Problem]
) -> Iterator[schema.M]:
    """The records of a data file that is a list."""
    document = data.get(name)
    if document is None or not isinstance(document.data, list):
        problems.append(
            Problem(f"{DATA}/{name}", 1, "file", "missing, or not a list of records", "restore it from the last good version")
        )
        return
    for part in _parts(document):
        record = schema.read(model, part, f"{DATA}/{name}")
        if isinstance(record, tuple):
            problems += record
        else:
            yield record


def _parts(document: yamlfile.Document) -> list[yamlfile.Document]:
    """The records of a document that is a list, each with its own lines."""
    lines: list[dict[yamlfile.Place, int]] = [{} for _ in document.data]
    for place, line in document.lines.items():
        if place and isinstance(place[0], int):
            lines[place[0]][place[1:]] = line
    return [yamlfile.Document(data, found) for data, found in zip(document.data, lines, strict=True)]


def _terms(data: Mapping[str, yamlfile.Document], settings: Settings, problems: list[Problem]) -> Iterator[Term]:
    path = f"{DATA}/glossary.yml"
    document = data.get("glossary.yml")
    if document and not isinstance(document.data, list):
        problems.append(Problem(path, 1, "file", "not a list of records", "restore it from the last good version"))
    seen: set[str] = set()
    for part in _parts(document) if document and isinstance(document.data, list) else ():
        record = part.data
        if not isinstance(record, dict) or not isinstance(record.get("id"), str):
            problems.append(Problem(path, part.line(()), "id", "missing", "give the term an id in kebab-case ASCII"))
            continue
        for key in sorted(set(record) - {"id", *settings.languages}, key=str):
            problems.append(
                Problem(path, part.line((key,)), str(key), "unknown key", did_you_mean(str(key), ["id", *settings.languages]))
            )
        if record["id"] in seen:
            problems.append(Problem(path, part.line(("id",)), "id", f'"{record["id"]}" stands twice', "merge the two records"))
        seen.add(record["id"])
        wordings = {}
        for code in settings.languages:
            if code not in record:
                problems.append(
                    Problem(
                        path,
                        part.line(("id",)),
                        code,
                        f'"{record["id"]}" has no wording',
                        f"add `{code}:` with preferred and definition",
                    )
                )
                continue
            inner = {place[1:]: line for place, line in part.lines.items() if place[:1] == (code,)}
            wording = schema.read(schema.Wording, yamlfile.Document(record[code], inner), path)
            if isinstance(wording, tuple):
                problems += wording
            else:
                wordings[code] = wording
        if len(wordings) == len(settings.languages):
            yield Term(record["id"], MappingProxyType(wordings), part)


def _strings(data: Mapping[str, yamlfile.Document], code: str, problems: list[Problem]) -> dict[str, Any]:
    document = data.get(f"strings/{code}.yml")
    if document is None or not isinstance(document.data, dict):
        problems.append(
            Problem(
                f"{DATA}/strings/{code}.yml",
                1,
                "file",
                "missing, or not keys and values",
                "copy another language's and translate it",
            )
        )
        return {}
    return document.data


def _concepts(
    pages: list[Page], unreadable: set[str], settings: Settings, problems: list[Problem]
) -> tuple[frozenset[str], dict[str, Concept], set[str]]:
    """Drafts, the published concepts by id, and the ids that have pages but make no concept."""
    groups: dict[str, list[Page]] = defaultdict(list)
    for page in pages:
        groups[page.id].append(page)
    drafts, concepts, broken = set(), {}, set()
    for id, group in sorted(groups.items()):
        kinds = sorted({page.type for page in group})
        if len(kinds) > 1:
            other = next(page for page in group if page.type != kinds[0])
            problems.append(
                Problem(
                    other.path, 1, "id", f'"{id}" is also the id of {_a(kinds[0])}', "rename one: ids are unique in the library"
                )
            )
            group = [page for page in group if page.type == kinds[0]]
        originals = [page for page in group if isinstance(page.meta, schema.Original)]
        for extra in originals[1:]:
            problems.append(
                Problem(
                    extra.path,
                    2,
                    "translated",
                    f"a second original; the other is {originals[0].path}",
                    "make one of them a translation with `translated:`",
                )
            )
        if not originals:
            broken.add(id)
            if id not in unreadable:
                problems.append(
                    Problem(
                        group[0].path, 2, "translated", "no language has the original", "write it, or make this page the original"
                    )
                )
        elif originals[0].meta.draft:
            drafts.add(id)
        else:
            by_language = {page.lang: page for page in group if not page.meta.draft}
            order = {code: by_language[code] for code in settings.languages if code in by_language}
            concepts[id] = Concept(kinds[0], id, originals[0], MappingProxyType(order))
    return frozenset(drafts), concepts, broken


def _a(kind: str) -> str:
    return f"{'an' if kind[0] in 'aeiou' else 'a'} {kind}"
