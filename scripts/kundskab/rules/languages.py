"""Rules between the languages: stamps, structure, strings, and the language a text is really in."""

from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import compress
from typing import Any, NamedTuple

from kundskab import markup, yamlfile
from kundskab.concepts import Concept, Page
from kundskab.markup import INTRODUCTION
from kundskab.problems import Problem, did_you_mean
from kundskab.rules import concept_of, digests, guessing
from kundskab.schema import Article, Prepared, Translation
from kundskab.settings import PROJECT
from kundskab.tree import Tree

OWN = "docs/_data/strings"
"""The words that the templates use, in the project itself."""


def stamps(tree: Tree, page: Page) -> Iterator[Problem]:
    """A translation names its original's language, and sections that a page can have."""
    if not isinstance(page.meta, Translation):
        return
    languages, concept = tree.knowledge.languages, tree.knowledge.concepts.get(page.id)
    source = page.meta.translated.from_
    line = page.line("translated", "from")
    if source not in languages:
        remedy = 'Norwegian bokmål is "nb"' if source in ("no", "nn") else did_you_mean(source, languages)
        yield Problem(page.path, line, "translated.from", f'"{source}" is not a language of mkdocs.yml', remedy)
    elif not page.stamp and not tree.is_draft(page):
        remedy = f"compare it with the original, then run `scripts/stamp {page.id}`"
        yield Problem(page.path, page.line("translated", "sections"), "translated.sections", "never stamped", remedy)
    elif concept and source != concept.original.lang:
        message = f'the original is in "{concept.original.lang}", not "{source}"'
        yield Problem(page.path, line, "translated.from", message, f'write "{concept.original.lang}"')


def source_language(tree: Tree, page: Page) -> Iterator[Problem]:
    if isinstance(page.meta, Article) and page.meta.source.language not in tree.knowledge.languages:
        code = page.meta.source.language
        remedy = 'Norwegian bokmål is "nb"' if code in ("no", "nn") else did_you_mean(code, tree.knowledge.languages)
        yield Problem(page.path, page.line("source", "language"), "source.language", f'unknown "{code}"', remedy)


def structure(tree: Tree, page: Page) -> Iterator[Problem]:
    """Where a translation's stamp is current, it has the original's sections, steps, links and blocks."""
    concept = concept_of(tree, page)
    if not concept or page is concept.original:
        return
    now = tree.once(digests, concept.original)
    current = {id for id, digest in page.stamp.items() if now.get(id) == digest}
    if current == set(now):
        yield from _same_sections(page, concept)
    if "head" in current:
        yield from _same_head(page, concept)
    ours, theirs = shapes(tree, page), tree.once(shapes, concept.original)
    for id in sorted((current - {"head"}) & ours.keys() & theirs.keys()):
        if ours[id][1:] != theirs[id][1:]:
            yield from _same_section(page, concept.original, id, ours[id], theirs[id])


def _same_sections(page: Page, concept: Concept) -> Iterator[Problem]:
    ours = [section.id for section in page.body.sections]
    theirs = [section.id for section in concept.original.body.sections]
    if ours == theirs:
        return
    for id in [id for id in theirs if id not in ours]:
        yield Problem(
            page.path, 1, "sections", f'"{id}" of the original is missing', f"translate it, under a heading ending in {{#{id}}}"
        )
    for id in [id for id in ours if id not in theirs]:
        section = page.section(id)
        yield Problem(
            page.path, section.line if section else 1, "sections", f'"{id}" is not in the original', did_you_mean(id, theirs)
        )
    if set(ours) == set(theirs):
        yield Problem(
            page.path, 1, "sections", "they stand in another order than in the original", f"put them as {', '.join(theirs)}"
        )


def _same_head(page: Page, concept: Concept) -> Iterator[Problem]:
    ours, theirs = page.meta, concept.meta
    if isinstance(ours, Prepared) and isinstance(theirs, Prepared) and len(ours.material) != len(theirs.material):
        yield Problem(
            page.path,
            page.line("material"),
            "material",
            f"{len(ours.material)} entries, the original has {len(theirs.material)}",
            "list the same things",
        )


class Shape(NamedTuple):
    """What a section has in every language: so many items and parts, links to these ids, and items that begin with these."""

    line: int
    items: int
    parts: int
    targets: tuple[str, ...]
    order: tuple[str, ...]


def shapes(tree: Tree, page: Page) -> Mapping[str, Shape]:
    """The shape of each section, and of what stands before them."""
    texts = {section.id: (section.line, section.text) for section in reversed(page.body.sections)}
    texts.pop(INTRODUCTION, None)
    if page.body.introduction:
        texts[INTRODUCTION] = (page.body.first, page.body.introduction)
    targets: dict[str, set[str]] = {id: set() for id in texts}
    for link in page.body.links:
        targets.setdefault(link.section, set()).add(link.target)
    return {id: _shape(line, text, tuple(sorted(targets[id]))) for id, (line, text) in texts.items()}


def _shape(line: int, text: str, targets: tuple[str, ...]) -> Shape:
    items = [item for _, item in markup.items(text)]
    order = [match[1] for item in items if (match := markup.CROSSLINK.match(item))]
    return Shape(line, len(items), len(markup.parts(text)), targets, tuple(order))


def _same_section(page: Page, original: Page, id: str, ours: Shape, theirs: Shape) -> Iterator[Problem]:
    if ours.items != theirs.items:
        message = f"{ours.items} items, the original has {theirs.items}"
        yield Problem(page.path, ours.line, id, message, "give the list the same items")
    if ours.parts != theirs.parts:
        message = f"{ours.parts} parts, the original has {theirs.parts}"
        yield Problem(page.path, ours.line, id, message, "give its blocks the same parts")
    if id == INTRODUCTION:
        return
    for target in sorted({*theirs.targets} - {*ours.targets}):
        message = f"the original's link to [[{target}]] is missing"
        yield Problem(page.path, ours.line, id, message, "link to it here too")
    for target in sorted({*ours.targets} - {*theirs.targets}):
        message = f"a link to [[{target}]] that the original has not"
        yield Problem(page.path, ours.line, id, message, f"remove it, or add it to {original.path}")
    if ours.order != theirs.order and sorted(ours.order) == sorted(theirs.order):
        message = "the items stand in another order than in the original"
        yield Problem(page.path, ours.line, id, message, "use the original's order")


def strings(tree: Tree) -> Iterator[Problem]:
    """The UI's words have the same keys in each language, which are those of the project's own files, and none is empty."""
    keys = {code: dict(flat(words)) for code, words in tree.knowledge.strings.items()}
    ours = yamlfile.parse((PROJECT / OWN / f"{tree.knowledge.languages[0]}.yml").read_text("utf-8"))
    used = {place for place, _ in flat(ours.data) if place[0] != "owner"}
    counts = Counter(key for found in [*keys.values(), used] for key in found)
    for code, found in keys.items():
        path = f"_data/strings/{code}.yml"
        if not found:
            continue
        document = tree.data[f"strings/{code}.yml"]
        for key in sorted(set(counts) - set(found)):
            yield Problem(path, 1, ".".join(key), "missing", "add it; the templates or the other languages use it")
        for key, value in sorted(found.items()):
            if not isinstance(value, str) or not value.strip():
                yield Problem(
                    path,
                    document.line(key),
                    ".".join(key),
                    f"{value!r} is not a text",
                    "write it, in quotes if YAML reads it as something else",
                )


def words_by_language(tree: Tree) -> Iterator[Problem]:
    """A group of words that has entries by language has one for each."""
    languages = set(tree.knowledge.languages)
    for code, words in tree.knowledge.strings.items():
        groups: dict[tuple[str, ...], set[str]] = {}
        for place, _ in flat(words):
            groups.setdefault(place[:-1], set()).add(place[-1])
        path = f"_data/strings/{code}.yml"
        for place, keys in sorted(groups.items()):
            for missing in sorted(languages - keys) if keys <= languages else ():
                line = tree.data[f"strings/{code}.yml"].line(place)
                yield Problem(path, line, ".".join((*place, missing)), "missing", "add it; mkdocs.yml has this language")


def flat(words: Mapping[str, Any], above: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """The words of nested groups, each with its place."""
    for key, value in words.items():
        place = (*above, str(key))
        if isinstance(value, Mapping):
            yield from flat(value, place)
        else:
            yield place, value


def language_of_text(tree: Tree, page: Page) -> Iterator[Problem]:
    """A paragraph, without the titles that other pages lend it, is in the language of its folder, as far as one can tell."""
    paragraphs = list(_paragraphs(tree, page))
    for index, found in guessing.foreign([text for *_, text in paragraphs], page.lang, tree.knowledge.languages):
        line, id, _ = paragraphs[index]
        message = f'this reads as "{found}", the folder says "{page.lang}"'
        yield Problem(page.path, line, id, message, "move or translate the text")


def _paragraphs(tree: Tree, page: Page) -> Iterator[tuple[int, str, str]]:
    """Line, section and text of each, with its code."""
    if markup.without_code(page.text) is page.text:
        found = tree.passages_of(page)
        yield from compress(zip(found.lines, found.fields, found.own, strict=True), found.running)
        return
    for first, id, text in page.body.texts:
        for line, paragraph in markup.paragraphs(text):
            yield first + line, id, markup.plain(paragraph, lambda id: "")


PAGE_RULES = (stamps, source_language, structure, language_of_text)
TREE_RULES = (strings, words_by_language)
