"""The data files of a content folder: what they hold, and all that is wrong with them."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from kundskab import schema, yamlfile
from kundskab.concepts import Term
from kundskab.contents import DATA
from kundskab.problems import Problem, did_you_mean


class Data(NamedTuple):
    """What all of them hold; `documents` by their path in the folder, lists of words by their language."""

    documents: Mapping[str, yamlfile.Document]
    areas: tuple[schema.Area, ...]
    terms: tuple[Term, ...]
    limits: schema.Limits
    synonyms: schema.Synonyms
    splits: schema.Splits
    words: Mapping[str, Sequence[str]]
    unbroken: Mapping[str, Sequence[str]]
    strings: Mapping[str, Mapping[str, Any]]
    problems: tuple[Problem, ...]


def read(texts: Mapping[str, str], languages: Sequence[str]) -> Data:
    """The data files by their path in the content folder, of a library in these languages."""
    problems: list[Problem] = []
    documents = _documents(texts, problems)
    return Data(
        documents=documents,
        areas=tuple(_records(schema.Area, documents, "areas.yml", problems)),
        terms=tuple(_terms(documents, languages, problems)),
        limits=_file(schema.Limits, documents, "limits.yml", problems) or schema.Limits(),
        synonyms=_file(schema.Synonyms, documents, "search/synonyms.yml", problems) or {},
        splits=_file(schema.Splits, documents, "search/splits.yml", problems) or {},
        words=_lists(texts, "words"),
        unbroken=_lists(texts, "unbroken"),
        strings={code: _strings(documents, code, problems) for code in languages},
        problems=tuple(problems),
    )


def _lists(texts: Mapping[str, str], folder: str) -> dict[str, Sequence[str]]:
    """The lines of each language's list in a folder of _data."""
    return {Path(path).stem: text.splitlines() for path, text in texts.items() if path.startswith(f"{DATA}/{folder}/")}


def _documents(texts: Mapping[str, str], problems: list[Problem]) -> dict[str, yamlfile.Document]:
    """The data files by their path below _data; those that are not YAML become problems."""
    found = {}
    for path, text in texts.items():
        if path.endswith(".yml"):
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


def _terms(data: Mapping[str, yamlfile.Document], languages: Sequence[str], problems: list[Problem]) -> Iterator[Term]:
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
        for key in sorted(set(record) - {"id", *languages}, key=str):
            problems.append(Problem(path, part.line((key,)), str(key), "unknown key", did_you_mean(str(key), ["id", *languages])))
        if record["id"] in seen:
            problems.append(Problem(path, part.line(("id",)), "id", f'"{record["id"]}" stands twice', "merge the two records"))
        seen.add(record["id"])
        wordings = {}
        for code in languages:
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
        if len(wordings) == len(languages):
            yield Term(record["id"], wordings, part)


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
