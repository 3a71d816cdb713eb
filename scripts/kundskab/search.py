"""The search index: what each reader's language finds, in files small enough to load while one types.

For every reader language there is a folder with
- `index.json`: the type of each document; the first key and the size of every shard; the length and the size of every list of words;
- `N.txt`, the shards: keys in order, each with its postings, and the keys that its word is an inflection of;
- `words-N.txt`, by length: the folded words of titles, headings and terms, which misspelled words are held against;
- `page-N.json`: what a result shows of document N.

Everything is text, so that an offline site can carry the same files in classic scripts (`kundskab("da/3.txt", "…")`), which
browsers load from a folder where they fetch nothing.
"""

import json
import math
import os
from collections import Counter, defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Generic, TypeVar

from kundskab import nordic
from kundskab.knowledge import FOLDER_OF, Concept, Knowledge, Page
from kundskab.lexicon import Vocabulary, vocabulary
from kundskab.schema import Prepared

TITLE, TERMS, SUMMARY, HEADING, BODY = 6.0, 4.0, 2.0, 3.0, 1.0
SYNONYM, ELSEWHERE, ELSEWHERE_BODY = 2.0, 1.6, 0.35
PART = 0.5
"""How much a word counts by where it stands; `ELSEWHERE` in the title, terms and headings of another language's page."""

SATURATION, LENGTH = 1.2, 0.75
"""k1 and b of BM25 (S. Robertson, H. Zaragoza, 2009), applied to each field, the fields then added."""

SHARD = 10_000
"""Characters of a shard of keys; a key with more postings has a shard of its own, of its strongest `MOST`."""
MOST = 5000
LEVELS, SMALLEST, LARGEST = 63, 0.02, 40.0
"""Impacts are stored on a logarithmic scale of 64 steps of some 13 %."""

DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_"
MORE = 32
EXACT = "="
"""Before a key that is written with its å, ä and ö: kept where folding takes several words for one."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A place that a hit can open at: the anchor ("" for the page's top), its heading and its running text."""

    anchor: str
    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class Document:
    """A concept as readers of one language find it."""

    concept: Concept
    page: Page
    passages: tuple[Passage, ...]
    also: tuple[tuple[str, str], ...]
    """Other names that it is found by, as (language, name)."""


@dataclass(frozen=True, slots=True)
class _Text:
    """The words of a text, as keys."""

    keys: Counter[str]
    parts: Counter[str]
    forms: Counter[tuple[str, str]]
    """The words as they are written: (key, written stem)."""
    folded: frozenset[str]


Given = TypeVar("Given")


@dataclass(frozen=True, slots=True)
class _Page(Generic[Given]):
    """What search reads of a page: its names, and (heading, text) of its passages by their anchors."""

    title: Given
    terms: Given
    summary: Given
    synonyms: Given
    passages: Mapping[str, tuple[Given, Given]]

    def all(self) -> Iterator[Given]:
        yield from (self.title, self.terms, self.summary, self.synonyms)
        for heading, text in self.passages.values():
            yield from (heading, text)

    def each(self, change: Callable[[Given], _Text]) -> "_Page[_Text]":
        passages = {anchor: (change(heading), change(text)) for anchor, (heading, text) in self.passages.items()}
        return _Page(change(self.title), change(self.terms), change(self.summary), change(self.synonyms), passages)

    def fields(self) -> Iterator[tuple[float, str, Given]]:
        """(weight, anchor, text) as readers of the page's own language find it."""
        yield from ((TITLE, "", self.title), (TERMS, "", self.terms), (SUMMARY, "", self.summary), (SYNONYM, "", self.synonyms))
        for anchor, (heading, text) in self.passages.items():
            if anchor:
                yield HEADING, anchor, heading
            yield BODY, anchor, text

    def elsewhere(self) -> Iterator[tuple[float, str, Given]]:
        """The same as readers of another language find it."""
        for weight, anchor, text in self.fields():
            yield ELSEWHERE_BODY if weight == BODY else ELSEWHERE, anchor, text


def files(knowledge: Knowledge) -> dict[str, str]:
    """The files of the index by their path below `search/`. The dictionaries are asked in processes of their own, side by side."""
    found = {page: _found(knowledge, page) for page in knowledge.pages() if page.id != "index"}
    words: dict[str, set[str]] = {lang: set() for lang in knowledge.languages}
    for page, texts in found.items():
        words[page.lang].update(word for text in texts.all() for word in text)
    with ProcessPoolExecutor(min(len(words), os.cpu_count() or 1)) as pool:
        asked = [pool.submit(vocabulary, lang, sorted(words[lang]), dict(knowledge.splits.get(lang, {}))) for lang in words]
        vocabularies = dict(zip(words, (one.result() for one in asked), strict=True))
    read = {page: texts.each(partial(_text, vocabularies[page.lang])) for page, texts in found.items()}
    aliases: dict[str, set[str]] = defaultdict(set)
    for form, lemma in (pair for one in vocabularies.values() for pair in one.aliases):
        aliases[form].add(lemma)
    made: dict[str, str] = {}
    for lang in knowledge.languages:
        made |= {f"{lang}/{name}": text for name, text in _Index(knowledge, lang, read, aliases).files().items()}
    return made


def documents(knowledge: Knowledge, lang: str) -> list[Document]:
    """What readers of a language can find, by type and id."""
    concepts = sorted(knowledge.concepts.values(), key=lambda concept: (concept.type, concept.id))
    return [_document(knowledge, concept, lang) for concept in concepts if concept.id != "index"]


def _document(knowledge: Knowledge, concept: Concept, lang: str) -> Document:
    page = knowledge.page(concept.id, lang)
    others = [other for code, other in concept.pages.items() if code != page.lang]
    also = [(page.lang, term) for term in page.meta.terms]
    also += [(other.lang, name) for other in others for name in (other.meta.title, *other.meta.terms)]
    also += [(page.lang, name) for name in _synonyms(knowledge, page)]
    return Document(concept, page, tuple(_passages(knowledge, page)), tuple(dict.fromkeys(also)))


def _passages(knowledge: Knowledge, page: Page) -> Iterator[Passage]:
    """The page's top, then its sections, each without those below it."""
    prepared = page.meta
    more = (prepared.room, *prepared.material) if isinstance(prepared, Prepared) else ()
    yield Passage("", page.meta.title, " ".join((page.meta.summary, knowledge.plain(page.body.introduction, page.lang), *more)))
    for section in page.body.sections:
        text = section.text.partition("\n### ")[0] if not section.text.startswith("### ") else ""
        other = section.id.removeprefix("with-")
        heading = section.title or (knowledge.title(other, page.lang) if other in knowledge.concepts else "")
        yield Passage(section.id, heading, knowledge.plain(text, page.lang))
    if page.id == "glossary":
        for term in knowledge.terms:
            wording = term.wordings[page.lang]
            yield Passage(term.id, wording.preferred, " ".join((*wording.accepted, wording.definition, wording.note or "")))


def _synonyms(knowledge: Knowledge, page: Page) -> Iterator[str]:
    """The words that an editor's groups and the glossary's variants put beside those of a page's title, terms and summary."""
    text = f" {' '.join(nordic.words(' '.join((page.meta.title, page.meta.summary, *page.meta.terms))))} "
    groups = list(knowledge.synonyms.get(page.lang, ()))
    groups += [(w.preferred, *w.accepted, *w.discouraged) for term in knowledge.terms if (w := term.wordings[page.lang])]
    for group in groups:
        if any(f" {' '.join(nordic.words(word))} " in text for word in group):
            yield from group


_Field = tuple[float, int, _Text]
"""A weight, the place in the page, and the words there."""


class _Index:
    """The index of one reader language."""

    def __init__(
        self, knowledge: Knowledge, lang: str, read: Mapping[Page, _Page[_Text]], aliases: Mapping[str, set[str]]
    ) -> None:
        self._knowledge, self._lang, self._read, self._aliases = knowledge, lang, read, aliases
        self._documents = documents(knowledge, lang)
        self._fields = [list(self._fields_of(document)) for document in self._documents]

    def files(self) -> dict[str, str]:
        postings = self._postings()
        aliases = {form: found for form, lemmas in self._aliases.items() if (found := {key for key in lemmas if key in postings})}
        shards = list(_shards(postings, aliases))
        lengths = list(_by_length(self._named()))
        head = {
            "types": [document.concept.type for document in self._documents],
            "shards": [(first, _size(text)) for first, text in shards],
            "words": [(length, _size(text)) for length, text in lengths],
        }
        return {
            "index.json": _json(head),
            **{f"{number}.txt": text for number, (_, text) in enumerate(shards)},
            **{f"words-{number}.txt": text for number, (_, text) in enumerate(lengths)},
            **{f"page-{number}.json": self._record(document) for number, document in enumerate(self._documents)},
        }

    def _fields_of(self, document: Document) -> Iterator[_Field]:
        """(weight, passage, text): the page's own, then those of its other languages, at the same places where there are such."""
        places = {passage.anchor: number for number, passage in enumerate(document.passages)}
        for page in (document.page, *(other for other in document.concept.pages.values() if other is not document.page)):
            read = self._read[page]
            for weight, anchor, text in read.fields() if page is document.page else read.elsewhere():
                yield weight, places.get(anchor, 0), text

    def _postings(self) -> dict[str, list[tuple[int, float, int]]]:
        """Of each key: (document, impact, passage), in order."""
        totals: Counter[float] = Counter()
        forms: dict[str, set[str]] = defaultdict(set)
        for weight, _, text in (one for fields in self._fields for one in fields):
            totals[weight] += text.keys.total()
            for key, form in text.forms:
                forms[key].add(form)
        average = {weight: total / len(self._fields) or 1.0 for weight, total in totals.items()}
        several = {key for key, group in forms.items() if len(group) > 1}
        found: dict[str, list[tuple[int, float, int]]] = defaultdict(list)
        for number, fields in enumerate(self._fields):
            for key, (impact, passage) in _impacts(fields, average, several).items():
                found[key].append((number, impact, passage))
        return found

    def _named(self) -> set[str]:
        """What a misspelled word is held against: the folded words of titles, terms, headings and synonyms."""
        named = (text for fields in self._fields for weight, _, text in fields if weight not in (BODY, ELSEWHERE_BODY))
        return {form for text in named for form in text.folded}

    def _record(self, document: Document) -> str:
        page, knowledge = document.page, self._knowledge
        area = getattr(document.concept.meta, "area", "")
        record = {
            "id": page.id,
            "type": document.concept.type,
            "folder": FOLDER_OF[document.concept.type],
            "area": page.id if document.concept.type == "area" else area,
            "lang": page.lang,
            "url": knowledge.address(page.id, self._lang),
            "title": page.meta.title,
            "summary": page.meta.summary,
            "also": document.also,
            "passages": [(passage.anchor, passage.heading, passage.text) for passage in document.passages],
        }
        return _json(record)


def _found(knowledge: Knowledge, page: Page) -> _Page[list[str]]:
    """The words of a page."""
    passages = {one.anchor: (nordic.words(one.heading), nordic.words(one.text)) for one in _passages(knowledge, page)}
    return _Page(
        title=nordic.words(page.meta.title),
        terms=nordic.words(" ".join(page.meta.terms)),
        summary=nordic.words(page.meta.summary),
        synonyms=nordic.words(" ".join(dict.fromkeys(_synonyms(knowledge, page)))),
        passages=passages,
    )


def _text(known: Vocabulary, words: Sequence[str]) -> _Text:
    made = _Text(Counter(), Counter(), Counter(), frozenset(map(nordic.fold, words)))
    for word, count in Counter(words).items():
        own, parts = known.keys[word]
        for key in own:
            made.keys[key] += count
        for key in parts:
            made.parts[key] += count
        made.forms[own[0], nordic.exact(word)] += count
    return made


def _impacts(fields: Sequence[_Field], average: Mapping[float, float], several: Container[str]) -> dict[str, tuple[float, int]]:
    """Of each key of a document: its impact over all fields, and the passage that adds most to it."""
    total: dict[float, Counter[str]] = defaultdict(Counter)
    length: Counter[float] = Counter()
    where: dict[str, Counter[int]] = defaultdict(Counter)
    for weight, passage, text in fields:
        length[weight] += text.keys.total()
        counts: dict[str, float] = dict(text.keys)
        for key, count in text.parts.items():
            counts[key] = counts.get(key, 0) + PART * count
        counts |= {EXACT + form: count for (key, form), count in text.forms.items() if key in several}
        whole = total[weight]
        for key, count in counts.items():  # type: ignore[assignment]
            whole[key] += count
            where[key][passage] += weight * count  # type: ignore[assignment]
    impacts: Counter[str] = Counter()
    for weight, counted in total.items():
        norm = SATURATION * (1 - LENGTH + LENGTH * length[weight] / average[weight])
        for key, count in counted.items():
            impacts[key] += weight * count * (SATURATION + 1) / (count + norm)  # type: ignore[assignment]
    best = {key: max(places.items(), key=lambda pair: (pair[1], -pair[0]))[0] for key, places in where.items()}
    return {key: (impact, best[key]) for key, impact in impacts.items()}


def _shards(postings: Mapping[str, list[tuple[int, float, int]]], aliases: Mapping[str, set[str]]) -> Iterator[tuple[str, str]]:
    """(first key, text) of each shard: a line a key, what it shares with the one before left off."""
    lines: list[str] = []
    first = before = ""
    size = 0
    for key in sorted({*postings, *aliases}, key=_order):
        targets = sorted(aliases.get(key, ()), key=_order)
        rest = " ".join([_encoded(postings.get(key, ())), *targets])
        if lines and size + len(rest) > SHARD:
            yield first, "\n".join(lines)
            lines, before, size = [], "", 0
        first = first if lines else key
        lines.append(f"{_front(before, key)} {rest}")
        size += len(lines[-1]) + 1
        before = key
    if lines:
        yield first, "\n".join(lines)


def _by_length(keys: Iterable[str]) -> Iterator[tuple[int, str]]:
    """(length, text) of the lists of keys of one length."""
    found: dict[int, list[str]] = defaultdict(list)
    for key in keys:
        if len(key) > 2 and not key.isdigit():
            found[len(key)].append(key)
    for length, group in sorted(found.items()):
        before, lines = "", []
        for key in sorted(group, key=_order):
            lines.append(_front(before, key))
            before = key
        yield length, "\n".join(lines)


def _order(key: str) -> bytes:
    """The order that JavaScript compares texts in: by UTF-16 code units."""
    return key.encode("utf-16-be")


def _front(before: str, key: str) -> str:
    shared = 0
    while shared < min(len(before), len(key), len(DIGITS) - 1) and before[shared] == key[shared]:
        shared += 1
    return DIGITS[shared] + key[shared:]


def _encoded(postings: Sequence[tuple[int, float, int]]) -> str:
    """Each as the way from the document before, the impact's level and the passage."""
    strongest = sorted(sorted(postings, key=lambda posting: (-posting[1], posting[0]))[:MOST])
    before, out = -1, []
    for document, impact, passage in strongest:
        out += [_number(document - before - 1), DIGITS[_level(impact)], _number(passage)]
        before = document
    return "".join(out)


def _level(impact: float) -> int:
    share = math.log(max(impact, SMALLEST) / SMALLEST) / math.log(LARGEST / SMALLEST)
    return min(LEVELS, round(LEVELS * share))


def _number(value: int) -> str:
    """A whole number in digits of five bits, the lowest first; all but the last are marked."""
    out = ""
    while value >= MORE:
        out += DIGITS[MORE + value % MORE]
        value //= MORE
    return out + DIGITS[value]


def _size(text: str) -> int:
    """What JavaScript calls a text's length, by which a shard that arrives cut off is noticed."""
    return len(text.encode("utf-16-le")) // 2


def _json(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))
