"""The handouts of a library: which there are, and where they stand."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from kundskab import nordic
from kundskab.knowledge import Knowledge

PARTICIPANT, FACILITATOR, NORDIC = "participant", "facilitator", "nordic"
LIST, CARDS, LIBRARY, CHOICE = "list", "cards", "library", "choice"
KINDS = (PARTICIPANT, FACILITATOR, NORDIC, LIST, CARDS, LIBRARY)
CHAPTERS = ("situation", "article", "reading-list", "workshop")
"""The types of which the library's book has a chapter, after those of the areas."""
BOOK = 100
"""How many concepts a site puts into one book; our 73 make 93 pages."""
START = 9 * 60
"""When a workshop begins where nobody says otherwise, in minutes after midnight."""


@dataclass(frozen=True, slots=True)
class Edition:
    """What a handout is: its kind, the concept or collection it is of, its reader's language; `other` is nordic's second one.

    `start` is when a facilitator's workshop begins, in minutes after midnight; `pages` and `title` are those of a free choice.
    """

    kind: str
    id: str
    lang: str
    other: str = ""
    start: int = START
    pages: tuple[str, ...] = ()
    title: str = ""

    @property
    def name(self) -> str:
        """The file's name without its ending."""
        ending = {FACILITATOR: "-facilitator", NORDIC: f"-{self.lang}-{self.other}"}
        return self.id + ending.get(self.kind, "")

    @property
    def file(self) -> str:
        """The file's name where handouts of all languages lie together."""
        return f"{self.name}.pdf" if self.kind == NORDIC else f"{self.name}-{self.lang}.pdf"

    @property
    def address(self) -> str:
        return f"pdf/{NORDIC if self.kind == NORDIC else self.lang}/{self.name}.pdf"


@dataclass(frozen=True, slots=True)
class Offer:
    """What a page says of a handout."""

    edition: Edition
    pages: int
    kilobytes: int


def standard(knowledge: Knowledge) -> list[Edition]:
    """The handouts that can be asked for by name."""
    return [edition for kind in KINDS for edition in _editions(knowledge, kind)]


def published(knowledge: Knowledge) -> list[Edition]:
    """Those that a site offers: all but the book of a library that is too large to be printed as one."""
    return [one for one in standard(knowledge) if one.kind != LIBRARY or len(knowledge.concepts) <= BOOK]


def chosen(knowledge: Knowledge, ids: Sequence[str], langs: Sequence[str], kinds: Sequence[str], start: int) -> list[Edition]:
    """The standard handouts of these ids, languages and kinds (of all, where none is given); workshops begin at `start`."""
    return [
        replace(edition, start=start)
        for edition in standard(knowledge)
        if (not ids or edition.id in ids)
        and (not kinds or edition.kind in kinds)
        and (not langs or (edition.lang in langs and edition.other in (*langs, "")))
    ]


def choice(knowledge: Knowledge, pages: Sequence[str], lang: str, title: str | None) -> Edition:
    """Pages of one's own choice under a title."""
    title = (title or "").strip() or str(knowledge.strings[lang]["handout"]["kinds"]["choice"])
    id = "-".join(nordic.words(title)) or CHOICE
    taken = {edition.id for edition in standard(knowledge)}
    return Edition(CHOICE, f"{id}-{CHOICE}" if id in taken else id, lang, pages=tuple(dict.fromkeys(pages)), title=title)


def offered(knowledge: Knowledge, ids: Sequence[str]) -> str:
    """What editions there are of some ids, in words."""
    kinds = dict.fromkeys(edition.kind for edition in standard(knowledge) if not ids or edition.id in ids)
    both = "; nordic needs two languages" if NORDIC in kinds else ""
    return f"of {', '.join(ids) or 'this library'} there is: {', '.join(kinds)}{both}"


def of_concept(offers: Iterable[Offer], id: str, lang: str) -> list[Offer]:
    """Those of a concept for readers of a language, in two languages too."""
    return [one for one in offers if one.edition.id == id and lang in (one.edition.lang, one.edition.other)]


def _editions(knowledge: Knowledge, kind: str) -> Iterator[Edition]:
    languages = knowledge.languages
    if kind == CARDS:
        yield from (Edition(kind, "principle-cards", lang) for lang in languages if knowledge.of_type("principle"))
    elif kind == LIBRARY:
        filled = any(knowledge.of_type(type) for type in ("area", *CHAPTERS))
        yield from (Edition(kind, "library", lang) for lang in languages if filled)
    elif kind == NORDIC:
        for concept in knowledge.of_type("workshop"):
            pairs = combinations([lang for lang in languages if lang in concept.pages], 2)
            yield from (Edition(kind, concept.id, lang, other) for lang, other in pairs)
    else:
        concepts = knowledge.of_type("reading-list" if kind == LIST else "workshop")
        yield from (Edition(kind, concept.id, lang) for concept in concepts for lang in languages)
