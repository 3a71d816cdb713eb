"""What search reads of a page: its names, and the places that a hit can open at."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kundskab import markup, nordic
from kundskab.concepts import Concept, Page
from kundskab.knowledge import Knowledge
from kundskab.schema import Prepared

TITLE, TERMS, SUMMARY, QUESTIONS, SYNONYMS, HEADING, BODY = FIELDS = (
    "title", "terms", "summary", "questions", "synonyms", "heading", "body",
)  # fmt: skip

SENTENCE_ENDS = ".!?…:»«”"


@dataclass(frozen=True, slots=True)
class Target:
    """A place that a hit can open at: the anchor ("" for the page's top), its heading and its running text."""

    anchor: str
    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class Source:
    """A page; `synonyms` are the words that an editor's groups and the glossary's variants put beside its names.

    `places` are the numbers of its targets' anchors, the same in all languages of its concept.
    """

    page: Page
    targets: tuple[Target, ...]
    synonyms: tuple[str, ...]
    places: Mapping[str, int]

    def texts(self) -> Iterator[tuple[str, str, str]]:
        """All that is read: (field, anchor, text)."""
        meta = self.page.meta
        yield from ((TITLE, "", meta.title), (SUMMARY, "", meta.summary))
        yield from ((TERMS, "", term) for term in meta.terms)
        yield from ((QUESTIONS, "", question) for question in meta.questions)
        yield from ((SYNONYMS, "", name) for name in self.synonyms)
        for target in self.targets:
            if target.anchor:
                yield HEADING, target.anchor, target.heading
            yield BODY, target.anchor, target.text


class Reader:
    """Reads the pages of a library; what it needs for that is made once."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge
        self._groups = _groups(knowledge)

    def read(self, concept: Concept) -> dict[str, Source]:
        """The pages of a concept by language."""
        targets = {lang: tuple(_targets(self._knowledge, page)) for lang, page in concept.pages.items()}
        anchors = dict.fromkeys(target.anchor for own in targets.values() for target in own)
        places = {anchor: number for number, anchor in enumerate(anchors)}
        return {
            lang: Source(page, targets[lang], tuple(dict.fromkeys(_synonyms(self._groups, page))), places)
            for lang, page in concept.pages.items()
        }


def _targets(knowledge: Knowledge, page: Page) -> Iterator[Target]:
    """The page's top, then its sections, each without those below it; the glossary's terms are sections too."""
    more = (page.meta.room, *page.meta.material) if isinstance(page.meta, Prepared) else ()
    yield Target("", page.meta.title, _joined((page.meta.summary, *_blocks(knowledge, page, page.body.introduction), *more)))
    for section in page.body.sections:
        text = "" if section.text.startswith("### ") else section.text.partition("\n### ")[0]
        other = section.id.removeprefix("with-")
        heading = section.title or (knowledge.title(other, page.lang) if other in knowledge.concepts else "")
        yield Target(section.id, heading, _joined(_blocks(knowledge, page, text)))
    if page.id == "glossary":
        for term in knowledge.terms:
            wording = term.wordings[page.lang]
            texts = (", ".join(wording.accepted), wording.definition, wording.note or "")
            yield Target(term.id, wording.preferred, _joined(texts))


def _blocks(knowledge: Knowledge, page: Page, text: str) -> Iterator[str]:
    return (knowledge.plain(markdown, page.lang) for _, markdown in markup.paragraphs(text))


def _joined(texts: Iterable[str]) -> str:
    """Texts as one, with a dot between them where no sentence ends."""
    made = ""
    for text in filter(None, texts):
        made += (" " if made[-1] in SENTENCE_ENDS else " · ") + text if made else text
    return made


_Groups = Mapping[tuple[str, str], Sequence[tuple[list[str], Sequence[str]]]]
"""By language and first word: phrases of words that search takes for one another, each with its group."""


def _groups(knowledge: Knowledge) -> _Groups:
    found: dict[tuple[str, str], list[tuple[list[str], Sequence[str]]]] = defaultdict(list)
    for lang in knowledge.languages:
        variants = [(w.preferred, *w.accepted, *w.discouraged) for term in knowledge.terms if (w := term.wordings.get(lang))]
        for group in (*knowledge.synonyms.get(lang, ()), *variants):
            for phrase in filter(None, map(nordic.words, group)):
                found[lang, phrase[0]].append((phrase, group))
    return found


def _synonyms(groups: _Groups, page: Page) -> Iterator[str]:
    for name in (page.meta.title, page.meta.summary, *page.meta.terms):
        words = nordic.words(name)
        for place, word in enumerate(words):
            for phrase, group in groups.get((page.lang, word), ()):
                if words[place : place + len(phrase)] == phrase:
                    yield from group
