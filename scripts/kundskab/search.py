"""The search index: what each reader's language finds, in files small enough to load while one types.

For every reader language there is a folder with
- `index.json`: the type of each document; the first key and the size of every shard; the length, first letters and size of every list of words;
- `N.txt`, the shards: keys in order, each with its postings, and the keys that its word is an inflection of;
- `words-N.txt`, by their folded length and first letters: the words of titles, headings and terms, which misspelled ones are held against;
- `page-N.json`: what a result shows of document N.

Everything is text, so that an offline site can carry the same files in classic scripts (`kundskab("da/3.txt", "…")`), which
browsers load from a folder where they fetch nothing.
"""

import json
import math
import os
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass

from kundskab import nordic
from kundskab.concepts import Concept, Page
from kundskab.knowledge import FOLDER_OF, Knowledge
from kundskab.lexicon import Vocabulary, vocabulary
from kundskab.searched import BODY, FIELDS, HEADING, QUESTIONS, SUMMARY, SYNONYMS, TERMS, TITLE, Source, sources

OWN = {TITLE: 6.0, TERMS: 4.0, SUMMARY: 2.0, QUESTIONS: 3.0, SYNONYMS: 2.0, HEADING: 3.0, BODY: 1.0}
ELSEWHERE = {field: 0.35 if field == BODY else 1.6 for field in FIELDS}
"""How much a word counts by where it stands, on a page in the reader's language and on another language's of the same concept."""

PART = 0.5
"""How often a part counts for a time that its compound stands there."""

PHRASE = 0.8
"""How fast a word counts less where it is one of several in a name: the number of them to this power."""
PHRASES = frozenset((TERMS, QUESTIONS, SYNONYMS))

SATURATION, LENGTH = 1.2, 0.75
"""k1 and b of BM25 (S. Robertson, H. Zaragoza, 2009), applied to each field, the fields then added."""

SHARD = 10_000
"""Characters of a shard; a key with more postings has one of its own, with its strongest `MOST`."""
MOST = 5000
LIST = 4000
"""Letters from which a list of words ends with the next first letter."""

LEVELS, SMALLEST, LARGEST = 63, 0.02, 40.0
"""Impacts are stored on a logarithmic scale of 64 steps of some 13 %."""

DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_"
MORE = 32
EXACT = "="
"""Between a key and its written form, with å, ä and ö: kept where folding takes several words for one."""

Impacts = Mapping[str, tuple[float, str]]
"""Of each key: what it counts on a page, and the anchor of the section where it counts most."""


@dataclass(frozen=True, slots=True)
class Document:
    """A concept as readers of one language find it: on `page`, or by the pages of `others`."""

    concept: Concept
    page: Page
    others: tuple[Page, ...]


def files(knowledge: Knowledge) -> dict[str, str]:
    """The files of the index by their path below `search/`. The dictionaries are asked in processes of their own, side by side."""
    found = sources(knowledge)
    counted = _counted(knowledge, found)
    aliases: dict[str, set[str]] = defaultdict(set)
    for form, lemma in (pair for one in counted.vocabularies for pair in one.aliases):
        aliases[form].add(lemma)
    made: dict[str, str] = {}
    for lang in knowledge.languages:
        chosen = documents(knowledge, lang)
        postings = _postings(chosen, found, counted)
        named = {word for document in chosen for page in (document.page, *document.others) for word in counted.named[page]}
        known = {form: leading for form, lemmas in aliases.items() if (leading := sorted(lemmas & postings.keys()))}
        records = [_record(knowledge, lang, document, found) for document in chosen]
        types = [document.concept.type for document in chosen]
        made |= {f"{lang}/{name}": text for name, text in _files(types, postings, known, named, records).items()}
    return made


def documents(knowledge: Knowledge, lang: str) -> list[Document]:
    """What readers of a language can find, by type and id."""
    found = []
    for concept in sorted(knowledge.concepts.values(), key=lambda concept: (concept.type, concept.id)):
        if concept.id != "index":
            page = knowledge.page(concept.id, lang)
            found.append(Document(concept, page, tuple(other for other in concept.pages.values() if other is not page)))
    return found


@dataclass(frozen=True, slots=True)
class _Counted:
    """Every page's impacts, for readers of its language and for others, and the words of its names."""

    own: Mapping[Page, Impacts]
    elsewhere: Mapping[Page, Impacts]
    named: Mapping[Page, frozenset[str]]
    vocabularies: Sequence[Vocabulary]


_Counts = Mapping[str, Mapping[str, Mapping[str, float]]]
"""By field and anchor: how often each key stands there."""


def _counted(knowledge: Knowledge, found: Mapping[Page, Source]) -> _Counted:
    texts = {page: [(field, anchor, nordic.words(text)) for field, anchor, text in one.texts()] for page, one in found.items()}
    words: dict[str, set[str]] = {lang: set() for lang in knowledge.languages}
    forms: dict[str, set[str]] = defaultdict(set)
    for page, read in texts.items():
        words[page.lang].update(word for _, _, text in read for word in text)
    for word in set[str]().union(*words.values()):
        forms[nordic.key(word)].add(nordic.exact(word))
    several = {key for key, group in forms.items() if len(group) > 1}
    with ProcessPoolExecutor(min(len(words), os.cpu_count() or 1)) as pool:
        asked = [pool.submit(vocabulary, lang, sorted(words[lang]), dict(knowledge.splits.get(lang, {}))) for lang in words]
        vocabularies = dict(zip(words, (one.result() for one in asked), strict=True))
    keys = {lang: _keys(known, several) for lang, known in vocabularies.items()}
    counts = {page: _counts(keys[page.lang], read) for page, read in texts.items()}
    lengths = {
        page: {field: sum(len(text) for name, _, text in read if name == field) for field in FIELDS}
        for page, read in texts.items()
    }
    average = {field: sum(one[field] for one in lengths.values()) / len(lengths) or 1.0 for field in FIELDS} if lengths else {}
    norms = {
        page: {field: SATURATION * (1 - LENGTH + LENGTH * length / average[field]) for field, length in one.items()}
        for page, one in lengths.items()
    }
    return _Counted(
        own={page: _impacts(count, norms[page], OWN) for page, count in counts.items()},
        elsewhere={page: _impacts(count, norms[page], ELSEWHERE) for page, count in counts.items()},
        named={
            page: frozenset(word for field, _, text in read if field not in (BODY, QUESTIONS) for word in text)
            for page, read in texts.items()
        },
        vocabularies=list(vocabularies.values()),
    )


def _keys(known: Vocabulary, several: Container[str]) -> Mapping[str, Sequence[tuple[str, float]]]:
    """Of each word: its keys and how often each counts for it."""
    found = {}
    for word, (own, parts) in known.keys.items():
        weighed = [*((key, 1.0) for key in own), *((key, PART) for key in parts)]
        found[word] = weighed + ([(own[0] + EXACT + nordic.exact(word), 1.0)] if own[0] in several else [])
    return found


def _counts(keys: Mapping[str, Sequence[tuple[str, float]]], read: Iterable[tuple[str, str, Sequence[str]]]) -> _Counts:
    counts: dict[str, dict[str, dict[str, float]]] = {}
    for field, anchor, text in read:
        here = counts.setdefault(field, {}).setdefault(anchor, {})
        share = len(text) ** -PHRASE if field in PHRASES and text else 1.0
        for word, times in Counter(text).items():
            for key, weight in keys[word]:
                here[key] = here.get(key, 0.0) + times * weight * share
    return counts


def _impacts(counts: _Counts, norms: Mapping[str, float], weights: Mapping[str, float]) -> Impacts:
    impacts: dict[str, float] = {}
    best: dict[str, tuple[float, str]] = {}
    for field, by_anchor in counts.items():
        total: dict[str, float] = {}
        for anchor, here in by_anchor.items():
            for key, count in here.items():
                total[key] = total.get(key, 0.0) + count
                if weights[field] * count > best.get(key, (0.0, ""))[0]:
                    best[key] = weights[field] * count, anchor
        for key, count in total.items():
            value = weights[field] * count * (SATURATION + 1) / (count + norms[field])
            impacts[key] = impacts.get(key, 0.0) + value
    return {key: (impact, best[key][1]) for key, impact in impacts.items()}


_Postings = Mapping[str, Sequence[tuple[int, float, int]]]
"""Of each key: (document, impact, the number of the target), in order."""


def _postings(chosen: Sequence[Document], found: Mapping[Page, Source], counted: _Counted) -> _Postings:
    postings: dict[str, list[tuple[int, float, int]]] = defaultdict(list)
    for number, document in enumerate(chosen):
        places = {target.anchor: place for place, target in enumerate(found[document.page].targets)}
        merged = dict(counted.own[document.page])
        for other in document.others:
            for key, (impact, anchor) in counted.elsewhere[other].items():
                before, where = merged.get(key, (0.0, anchor))
                merged[key] = before + impact, where
        for key, (impact, anchor) in merged.items():
            postings[key].append((number, impact, places.get(anchor, 0)))
    return postings


def _record(knowledge: Knowledge, lang: str, document: Document, found: Mapping[Page, Source]) -> str:
    """What a result shows; `also` are other names that it is found by, as (language, name)."""
    page, concept = document.page, document.concept
    also = [(page.lang, name) for name in (*page.meta.terms, *found[page].synonyms, *page.meta.questions)]
    also += [(other.lang, name) for other in document.others for name in (other.meta.title, *other.meta.terms)]
    record = {
        "id": page.id,
        "type": concept.type,
        "folder": FOLDER_OF[concept.type],
        "area": page.id if concept.type == "area" else getattr(concept.meta, "area", ""),
        "lang": page.lang,
        "url": knowledge.address(page.id, lang),
        "title": page.meta.title,
        "summary": page.meta.summary,
        "also": list(dict.fromkeys(also)),
        "passages": [(target.anchor, target.heading, target.text) for target in found[page].targets],
    }
    return _json(record)


def _files(
    types: Sequence[str], postings: _Postings, aliases: Mapping[str, Sequence[str]], named: Iterable[str], records: Sequence[str]
) -> dict[str, str]:
    shards, lists = list(_shards(postings, aliases)), list(_lists(named))
    head = {
        "types": types,
        "shards": [(first, _size(text)) for first, text in shards],
        "words": [(length, letters, _size(text)) for length, letters, text in lists],
    }
    return {
        "index.json": _json(head),
        **{f"{number}.txt": text for number, (_, text) in enumerate(shards)},
        **{f"words-{number}.txt": text for number, (*_, text) in enumerate(lists)},
        **{f"page-{number}.json": text for number, text in enumerate(records)},
    }


def _shards(postings: _Postings, aliases: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, str]]:
    """(first key, text) of each shard: a line a key, what it shares with the one before left off."""
    lines: list[str] = []
    first = before = ""
    size = 0
    for key in sorted({*postings, *aliases}, key=_order):
        rest = " ".join([_encoded(postings.get(key, ())), *aliases.get(key, ())])
        if lines and size + len(rest) > SHARD:
            yield first, "\n".join(lines)
            lines, before, size = [], "", 0
        first = first if lines else key
        lines.append(f"{_front(before, key)} {rest}")
        size += len(lines[-1]) + 1
        before = key
    if lines:
        yield first, "\n".join(lines)


def _lists(words: Iterable[str]) -> Iterator[tuple[int, str, str]]:
    """(length, first letters, text) of the lists of words of one length, by whole letters, both without what folding takes."""
    found: dict[int, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for word in sorted(words):
        folded = nordic.fold(word)
        if len(folded) > 2 and not word.isdigit():
            found[len(folded)][folded[0]].append(word)
    for length, by_letter in sorted(found.items()):
        letters, group = "", list[str]()
        for letter, more in sorted(by_letter.items()):
            if group and length * len(group) > LIST:
                yield length, letters, _fronted(group)
                letters, group = "", []
            letters += letter
            group += more
        yield length, letters, _fronted(group)


def _fronted(words: Iterable[str]) -> str:
    before, lines = "", []
    for word in words:
        lines.append(_front(before, word))
        before = word
    return "\n".join(lines)


def _order(key: str) -> bytes:
    """The order that JavaScript compares texts in: by UTF-16 code units."""
    return key.encode("utf-16-be")


def _front(before: str, key: str) -> str:
    shared = 0
    while shared < min(len(before), len(key), len(DIGITS) - 1) and before[shared] == key[shared]:
        shared += 1
    return DIGITS[shared] + key[shared:]


def _encoded(postings: Sequence[tuple[int, float, int]]) -> str:
    """Each as the way from the document before, the impact's level and the target."""
    if len(postings) > MOST:
        postings = sorted(sorted(postings, key=lambda posting: (-posting[1], posting[0]))[:MOST])
    before, out = -1, []
    for document, impact, target in postings:
        out.append(_number(document - before - 1) + DIGITS[_level(impact)] + _number(target))
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
