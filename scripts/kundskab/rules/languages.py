"""Rules between the languages: stamps, structure, strings, and the language a text is really in."""

from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from py3langid.langid import MODEL_FILE, LanguageIdentifier

from kundskab import markup, yamlfile
from kundskab.knowledge import Concept, Page
from kundskab.markup import INTRODUCTION
from kundskab.problems import Problem, did_you_mean
from kundskab.schema import Article, Prepared, Translation
from kundskab.settings import PROJECT
from kundskab.tree import Tree

LANGID = {"nb": "no"}
"""Our codes where py3langid's differ."""

OWN = "docs/_data/strings"
"""The words that the templates use, in the project itself."""

SHORTEST = 40
"""Letters a paragraph must have before its language is guessed."""

SURE = 0.8
"""How sure the guess must be. Both measured on the library's own paragraphs: no false alarm in 390 sections, and of 1,806
paragraphs put into another language's page 1,544 were found (in whole sections, all of 780)."""


def stamps(tree: Tree) -> Iterator[Problem]:
    """A translation names its original's language, and sections that a page can have."""
    languages = tree.knowledge.languages
    for page in tree.pages:
        if not isinstance(page.meta, Translation):
            continue
        source = page.meta.translated.source
        line = page.line("translated", "from")
        if source not in languages:
            remedy = 'Norwegian bokmål is "nb"' if source in ("no", "nn") else did_you_mean(source, languages)
            yield Problem(page.path, line, "translated.from", f'"{source}" is not a language of mkdocs.yml', remedy)
        elif not page.stamp and not tree.is_draft(page):
            remedy = f"compare it with the original, then run `scripts/stamp {page.id}`"
            yield Problem(page.path, page.line("translated", "sections"), "translated.sections", "never stamped", remedy)
        elif (concept := tree.knowledge.concepts.get(page.id)) and source != concept.original.lang:
            yield Problem(
                page.path,
                line,
                "translated.from",
                f'the original is in "{concept.original.lang}", not "{source}"',
                f'write "{concept.original.lang}"',
            )


def source_languages(tree: Tree) -> Iterator[Problem]:
    for page in tree.pages:
        if isinstance(page.meta, Article) and page.meta.source.language not in tree.knowledge.languages:
            code = page.meta.source.language
            remedy = 'Norwegian bokmål is "nb"' if code in ("no", "nn") else did_you_mean(code, tree.knowledge.languages)
            yield Problem(page.path, page.line("source", "language"), "source.language", f'unknown "{code}"', remedy)


def structure(tree: Tree) -> Iterator[Problem]:
    """Where a translation's stamp is current, it has the original's sections, steps, links and blocks."""
    for concept in tree.knowledge.concepts.values():
        now = concept.original.digests()
        for page in concept.pages.values():
            if page is concept.original:
                continue
            current = {id for id, digest in page.stamp.items() if now.get(id) == digest}
            if current == set(now):
                yield from _same_sections(page, concept)
            if "head" in current:
                yield from _same_head(page, concept)
            for id in sorted(current - {"head"}):
                yield from _same_section(page, concept, id)


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


def _same_section(page: Page, concept: Concept, id: str) -> Iterator[Problem]:
    ours, theirs = _text(page, id), _text(concept.original, id)
    if ours is None or theirs is None:
        return
    line, text = ours
    counts = len(markup.items(text)), len(markup.items(theirs[1]))
    if counts[0] != counts[1]:
        yield Problem(page.path, line, id, f"{counts[0]} items, the original has {counts[1]}", "give the list the same items")
    counts = len(markup.parts(text)), len(markup.parts(theirs[1]))
    if counts[0] != counts[1]:
        yield Problem(page.path, line, id, f"{counts[0]} parts, the original has {counts[1]}", "give its blocks the same parts")
    if id == INTRODUCTION:
        return
    mine, others = (_targets(which, id) for which in (page, concept.original))
    for target in sorted(others - mine):
        yield Problem(page.path, line, id, f"the original's link to [[{target}]] is missing", "link to it here too")
    for target in sorted(mine - others):
        yield Problem(
            page.path,
            line,
            id,
            f"a link to [[{target}]] that the original has not",
            f"remove it, or add it to {concept.original.path}",
        )
    order = [[m[1] for _, t in markup.items(which) if (m := markup.CROSSLINK.match(t))] for which in (text, theirs[1])]
    if order[0] != order[1] and sorted(order[0]) == sorted(order[1]):
        yield Problem(page.path, line, id, "the items stand in another order than in the original", "use the original's order")


def _text(page: Page, id: str) -> tuple[int, str] | None:
    if id == INTRODUCTION:
        return (page.body.first, page.body.introduction) if page.body.introduction else None
    section = page.section(id)
    return (section.line, section.text) if section else None


def _targets(page: Page, id: str) -> set[str]:
    return {link.target for link in page.body.links if link.section == id}


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


def language_of_text(tree: Tree) -> Iterator[Problem]:
    """A paragraph, without the titles that other pages lend it, is in the language of its folder, as far as one can tell."""
    languages = tree.knowledge.languages
    for page in tree.pages:
        for first, id, text in page.body.texts:
            for line, paragraph in markup.paragraphs(text):
                for found in _other_language(page.lang, markup.plain(paragraph, lambda id: ""), languages):
                    message = f'this reads as "{found}", the folder says "{page.lang}"'
                    yield Problem(page.path, first + line, id, message, "move or translate the text")


def _other_language(lang: str, text: str, languages: tuple[str, ...]) -> Iterator[str]:
    if sum(map(str.isalpha, text)) < SHORTEST:
        return
    codes = {LANGID.get(code, code): code for code in languages}
    guess, confidence = _identifier(tuple(codes)).classify(text)
    if codes.get(guess) != lang and confidence >= SURE:
        yield codes[guess]


@cache
def _identifier(codes: tuple[str, ...]) -> LanguageIdentifier:
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages([code for code in codes if code in identifier.nb_classes])
    return identifier


RULES = (stamps, source_languages, structure, strings, words_by_language, language_of_text)
