"""The search index: what readers find, in files small enough to load while one types.

- `index.json`: the languages; the type of each document; where a reader is shown another language's page; the first key and the
  size of every shard; the length, first letters and size of every list of words;
- `N-N-N.txt`, the shards, named after their first key (`shards.name_of`): keys in order, each with its postings, and the keys that
  its word is an inflection of;
- `words-L-N.txt`, by their folded length and first letter: the words of titles, headings and terms, which misspelled ones are held against;
- `LANG/page-N.json`: what a result shows of document N.

A document is a concept. What its pages say is `found` without knowing of any other concept, so that it can be done anywhere and kept;
`merging` puts together what was found.

Everything is text, so that an offline site can carry the same files in classic scripts (`kundskab("115-97-3.txt", "…")`), which
browsers load from a folder where they fetch nothing.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from kundskab.concepts import Concept
from kundskab.counted import Counted, Counting
from kundskab.dictionaries import dictionary
from kundskab.knowledge import FOLDER_OF, Knowledge
from kundskab.lexicon import lexicon
from kundskab.merging import ALL, listed, merged, share
from kundskab.searched import Reader, Source

HEAD = "index.json"


@dataclass(frozen=True, slots=True)
class Found:
    """What search finds of a concept: its pages by language, and what a result shows of it to readers of each language."""

    pages: Mapping[str, Counted]
    records: Mapping[str, str]


class Finder:
    """Finds what there is in a library's concepts, one by one; what that needs is made once, when it is first asked for."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge

    def found(self, concept: Concept) -> Found:
        sources = self._reader.read(concept)
        return Found(
            pages={lang: self._counting[lang].counted(source) for lang, source in sources.items()},
            records={lang: _record(self._knowledge, lang, concept, sources) for lang in self._knowledge.languages},
        )

    @cached_property
    def _reader(self) -> Reader:
        return Reader(self._knowledge)

    @cached_property
    def _counting(self) -> Mapping[str, Counting]:
        langs = self._knowledge.languages
        ambiguous = frozenset[str]().union(*(dictionary(lang).ambiguous for lang in langs))
        return {lang: Counting(lexicon(lang, self._knowledge.splits.get(lang, {})), ambiguous) for lang in langs}


def documents(knowledge: Knowledge) -> list[Concept]:
    """What readers can find: all but the front pages, which lead everywhere; in the order in which it was added, so that what is
    new changes no number.
    """
    found = (concept for id, concept in knowledge.concepts.items() if id != "index")
    return sorted(found, key=lambda concept: (concept.meta.added, concept.type, concept.id))


def files(knowledge: Knowledge) -> dict[str, str]:
    """All files of the index by their path below `search/`."""
    finder, chosen = Finder(knowledge), documents(knowledge)
    found = {concept.id: finder.found(concept) for concept in chosen}
    records = {
        record_file(lang, number): text
        for number, concept in enumerate(chosen)
        for lang, text in found[concept.id].records.items()
    }
    return index(knowledge, {id: one.pages for id, one in found.items()}) | records


def index(knowledge: Knowledge, pages: Mapping[str, Mapping[str, Counted]]) -> dict[str, str]:
    """The files of the index but for the records, from the pages of each concept, by its id and their language."""
    languages, found = knowledge.languages, [pages[concept.id] for concept in documents(knowledge)]
    lemmas = {lemma for one in found for lemma in share(one, languages).lemmas}
    shards = [*chain.from_iterable(merged(numbered(languages, found), ALL, languages, lemmas))]
    words = listed(page for _, page in numbered(languages, found))
    says = head(knowledge, [file.says for file in shards], [file.says for file in words])
    return {HEAD: says, **{file.name: file.text for file in (*shards, *words)}}


def record_file(lang: str, number: int) -> str:
    """Where it is written what a result shows of a document."""
    return f"{lang}/page-{number}.json"


def numbered(languages: Sequence[str], pages: Iterable[Mapping[str, Counted]]) -> Iterator[tuple[int, Counted]]:
    """The pages of documents, each with its number."""
    for number, by_language in enumerate(pages):
        for place, lang in enumerate(languages):
            if lang in by_language:
                yield number * len(languages) + place, by_language[lang]


def head(knowledge: Knowledge, shards: Iterable[Sequence[object]], words: Iterable[Sequence[object]]) -> str:
    """What is read first; `shards` and `words` are what these files say of themselves, in their order."""
    chosen = documents(knowledge)
    return _json(
        {
            "languages": knowledge.languages,
            "types": [concept.type for concept in chosen],
            "shown": {lang: dict(_shown(knowledge, chosen, lang)) for lang in knowledge.languages},
            "shards": list(shards),
            "words": list(words),
        }
    )


def _shown(knowledge: Knowledge, chosen: Sequence[Concept], lang: str) -> Iterator[tuple[int, int]]:
    """The documents that a reader sees in another language: (document, the number of the language)."""
    for number, concept in enumerate(chosen):
        if lang not in concept.pages:
            yield number, knowledge.languages.index(knowledge.page(concept.id, lang).lang)


def _record(knowledge: Knowledge, lang: str, concept: Concept, sources: Mapping[str, Source]) -> str:
    """What a result shows; `also` are other names that it is found by, as (language, name); `passages` stand at their places."""
    page = knowledge.page(concept.id, lang)
    source, others = sources[page.lang], [other for other in concept.pages.values() if other is not page]
    also = [(page.lang, name) for name in (*page.meta.terms, *source.synonyms, *page.meta.questions)]
    also += [(other.lang, name) for other in others for name in (other.meta.title, *other.meta.terms)]
    targets = {target.anchor: (target.anchor, target.heading, target.text) for target in source.targets}
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
        "passages": [targets.get(anchor) for anchor in source.places],
    }
    return _json(record)


def _json(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))
