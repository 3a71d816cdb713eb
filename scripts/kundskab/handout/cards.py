"""The principles as cards, four to a sheet: the idea and its questions in front, why and how behind."""

from collections.abc import Iterator, Sequence

from kundskab.concepts import Concept, Page
from kundskab.handout.booklet import Booklet, Voice
from kundskab.handout.compiling import Document
from kundskab.handout.typesetting import string
from kundskab.knowledge import Knowledge
from kundskab.schema import Principle
from kundskab.settings import Settings

FRONT, BACK = ("ask",), ("why", "how")
ON_SHEET, ACROSS = 4, 2


def cards(settings: Settings, knowledge: Knowledge, lang: str) -> Document:
    """Every principle as a card; printed on both sides, turned over the long edge, front and back meet."""
    chosen = [one for area in knowledge.of_type("area") for one in knowledge.principles_of(area.id)]
    booklet = Booklet(settings, knowledge, lang, lang, {})
    words = booklet.words["handout"]
    sheets = [chosen[start : start + ON_SHEET] for start in range(0, len(chosen), ON_SHEET)]
    return booklet.document(
        (side for sheet in sheets for side in _sides(booklet, sheet)),
        voices=[Voice(lang, words["kinds"]["cards"], words["cards_about"], settings.site_url + knowledge.root(lang))],
        kicker=settings.site_name,
        path=booklet.page(chosen[0].id).path,
        pictures=chosen,
        paper="sheets",
        glossary=False,
    )


def _sides(booklet: Booklet, sheet: Sequence[Concept]) -> Iterator[str]:
    fronts = [_front(booklet, one) for one in sheet]
    backs = [_back(booklet, one) for one in sheet]
    yield f"#sheet(({', '.join(fronts)},))"
    yield f"#sheet(({', '.join(_mirrored(backs))},))"


def _mirrored(cells: Sequence[str]) -> Iterator[str]:
    """The backs in the order in which they lie behind their fronts."""
    for start in range(0, len(cells), ACROSS):
        row = [*cells[start : start + ACROSS], *["none"] * (ACROSS - len(cells[start : start + ACROSS]))]
        yield from reversed(row)


def _front(booklet: Booklet, concept: Concept) -> str:
    page = booklet.page(concept.id)
    drawing, alt = booklet.drawing(concept)
    meta = concept.meta
    assert isinstance(meta, Principle)
    area = next(area for area in booklet.knowledge.areas if area.id == meta.area)
    head = f"{string(booklet.knowledge.title(meta.area, booklet.lang))}, rgb({string(area.light)}), {string(page.meta.title)}, {string(page.meta.summary)}"
    questions = [section.text for id in FRONT if (section := page.section(id))]
    return _spoken(
        booklet, page, f"cardfront({head}, {drawing}, {alt}, [{booklet.marks(page)}{booklet.text(page, ''.join(questions), 0)}])"
    )


def _back(booklet: Booklet, concept: Concept) -> str:
    page = booklet.page(concept.id)
    parts = [f"({string(s.title)}, [{booklet.text(page, s.text, 0)}])," for id in BACK if (s := page.section(id))]
    return _spoken(booklet, page, f"cardback({string(page.meta.title)}, ({' '.join(parts)}))")


def _spoken(booklet: Booklet, page: Page, code: str) -> str:
    """Typst code in the language of a page."""
    return code if page.lang == booklet.lang else f"{{ set text(lang: {string(page.lang)}); {code} }}"
