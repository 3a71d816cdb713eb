"""What a page shows of others: relations, its place in a reading list, its picture, its languages."""

from dataclasses import dataclass

from markupsafe import Markup


@dataclass(frozen=True, slots=True)
class Related:
    """A relation as one page shows it: the other principle, and the sentence, from whichever side states it.

    `text_lang` is the sentence's language, where it is not the reader's; else "".
    """

    id: str
    sentence: Markup
    text_lang: str


@dataclass(frozen=True, slots=True)
class Step:
    """A concept's place in a reading list, counted from 1; `before` and `after` are the ids beside it, "" at the ends."""

    list: str
    place: int
    count: int
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Shared:
    """The picture of a page where its link is shared: absolute URL, alternative text in the language of the page's text."""

    url: str
    alt: str


@dataclass(frozen=True, slots=True)
class Alternate:
    """The same page in a language: `text_lang` is the language of its text, where that is another."""

    lang: str
    name: str
    url: str
    absolute: str
    current: bool
    text_lang: str
