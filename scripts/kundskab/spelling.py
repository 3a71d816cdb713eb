"""Words that neither hunspell's dictionary of a language nor the library's own list knows."""

import re
import shutil
import subprocess
from collections.abc import Iterable, Iterator, Mapping

from kundskab import markup
from kundskab.concepts import Page
from kundskab.problems import Problem
from kundskab.rules.languages import flat
from kundskab.rules.wording import GLOSSARY
from kundskab.schema import Pictured, Prepared
from kundskab.tree import Tree

DICTIONARIES = {"da": "da_DK", "nb": "nb_NO", "sv": "sv_SE"}
"""Hunspell's names."""

REMEDY = "on Debian: apt-get install hunspell hunspell-da hunspell-no hunspell-sv"

ABBREVIATED = re.compile(r"(?<=\w):[a-zåäö]+")
"""The ending of an abbreviation in Swedish: vd:n, AB:s."""

LISTS = "_data/words"
Place = tuple[str, int, str]
"""Path, line and field."""


class Unavailable(Exception):
    """Hunspell or a dictionary is missing; says how to get it."""


def misspelled(tree: Tree) -> tuple[Problem, ...]:
    """Every unknown word at the first place it stands, and the entries of our lists that no text needs.

    A note of the glossary may use the words of any of the languages. Raises Unavailable.
    """
    languages = [lang for lang in tree.knowledge.languages if lang in DICTIONARIES]
    texts, notes = ({lang: _places(words(tree, lang)) for lang in languages} for words in (_texts, _notes))
    every = {word for words in notes.values() for word in words}
    unknown = {lang: set(_unknown(every | texts[lang].keys(), lang)) for lang in languages}
    strange = every.intersection(*unknown.values())
    found = {
        lang: {word: place for word, place in notes[lang].items() if word in strange}
        | {word: place for word, place in texts[lang].items() if word in unknown[lang]}
        for lang in languages
    }
    return tuple(sorted(problem for lang in languages for problem in _problems(tree, lang, found[lang])))


def _problems(tree: Tree, lang: str, unknown: Mapping[str, Place]) -> Iterator[Problem]:
    path = f"{LISTS}/{lang}.txt"
    listed = [(line, word.strip()) for line, word in enumerate(tree.words.get(lang, ()), 1) if word.strip()]
    entries = {form: word for word in sorted({word for _, word in listed}) for form in _forms(word)}
    needed = {entries[word] for word in unknown if word in entries}
    for word in set(unknown) - set(entries):
        yield Problem(*unknown[word], f'"{word}" is not in the dictionary', f"correct it, or add it to {path}")
    for line, word in listed:
        if word not in needed:
            yield Problem(path, line, "word", f'"{word}" is not needed', "remove it")


def _forms(word: str) -> set[str]:
    """What an entry of a list allows: a word in small letters may begin with a capital one too."""
    return {word, word.capitalize()} if word.islower() else {word}


def _unknown(words: Iterable[str], lang: str) -> list[str]:
    """The words that hunspell does not know."""
    if not shutil.which("hunspell"):
        raise Unavailable(f"hunspell is missing; {REMEDY}")
    command = ["hunspell", "-i", "utf-8", "-d", DICTIONARIES[lang], "-l"]
    run = subprocess.run(command, input="\n".join(words), capture_output=True, text=True, encoding="utf-8", check=False)
    if run.returncode or "Can't open" in run.stderr:
        raise Unavailable(f"hunspell has no dictionary {DICTIONARIES[lang]}; {REMEDY}")
    return run.stdout.split()


def _places(texts: Iterable[tuple[Place, str]]) -> dict[str, Place]:
    """Each word, cut at hyphens, and the first place it stands."""
    found: dict[str, Place] = {}
    for place, text in texts:
        for word in markup.WORD.findall(ABBREVIATED.sub("", text)):
            for part in word.split("-"):
                if part.isalpha() and len(part) > 1:
                    found.setdefault(part, place)
    return found


def _texts(tree: Tree, lang: str) -> Iterator[tuple[Place, str]]:
    """All that a reader of the language sees in it, except the glossary's notes."""
    for page, found in tree.passages.items():
        if page.lang == lang:
            for passage in found:
                yield (page.path, passage.line, passage.field), passage.own
            yield from _front(page)
    for term in tree.knowledge.terms:
        wording = term.wordings[lang]
        for text in (wording.preferred, *wording.accepted, wording.definition):
            yield (GLOSSARY, term.record.line((lang,)), term.id), text
    for key, text in flat(tree.knowledge.strings[lang]):
        yield (f"_data/strings/{lang}.yml", tree.data[f"strings/{lang}.yml"].line(key), ".".join(key)), str(text)


def _notes(tree: Tree, lang: str) -> Iterator[tuple[Place, str]]:
    for term in tree.knowledge.terms:
        if note := term.wordings[lang].note:
            yield (GLOSSARY, term.record.line((lang, "note")), term.id), note


def _front(page: Page) -> Iterator[tuple[Place, str]]:
    meta = page.meta
    for key, texts in (("terms", meta.terms), ("questions", meta.questions)):
        for place, text in enumerate(texts):
            yield (page.path, page.line(key, place), key), text
    if isinstance(meta, Pictured) and meta.picture:
        yield (page.path, page.line("picture"), "picture"), meta.picture
    if isinstance(meta, Prepared):
        yield (page.path, page.line("room"), "room"), meta.room
        for text in meta.material:
            yield (page.path, page.line("material"), "material"), text
