"""Pages in an order as one handout: a reading list, pages of one's own choice, the whole library."""

from collections.abc import Iterable, Iterator, Sequence

from kundskab.concepts import Concept, Day, Page
from kundskab.handout import workshops
from kundskab.handout.booklet import Booklet, Voice
from kundskab.handout.compiling import Document
from kundskab.handout.editions import CHAPTERS
from kundskab.handout.typesetting import string
from kundskab.knowledge import Knowledge
from kundskab.render import undrawn
from kundskab.schema import Workshop
from kundskab.settings import Settings
from kundskab.units import duration

DRAWN = ("relations",)
LINES = 4
"""Writing space below a question."""


def reading_list(settings: Settings, knowledge: Knowledge, concept: Concept, lang: str) -> Document:
    """A reading list with all its pages in their order, boxes to tick, and room to answer each day's question."""
    page = knowledge.page(concept.id, lang)
    days = knowledge.days(page)
    ids = dict.fromkeys(item.concept for day in days for item in day.items if item.concept != concept.id)
    booklet = _booklet(settings, knowledge, page.lang, lang, [concept.id, *ids])
    words, unset = booklet.words, dict(ids)
    body = [booklet.start(concept.id), _progress(booklet, days)]
    for html, drawn in booklet.pieces(page, [day.id for day in days]):
        body.append(booklet.html(page, html, shift=0))
        for day in (day for day in days if day.id == drawn):
            body.append(_steps(booklet, page, day))
            body += [_page(booklet, item.concept) for item in day.items if unset.pop(item.concept, True) is None]
            body.append(_question(booklet, page, day))
    minutes = sum(knowledge.minutes(booklet.page(id)) for id in ids)
    length = f"{len(days)} {words['list']['days' if len(days) > 1 else 'day']}"
    return booklet.document(
        body,
        voices=[
            Voice(
                booklet.lang,
                page.meta.title,
                page.meta.summary,
                settings.site_url + knowledge.address(concept.id, lang),
                [(words["handout"]["reading"], f"{length} · {duration(minutes, booklet.lang)}")],
            )
        ],
        kicker=words["type"]["reading-list"],
        path=page.path,
        pictures=[one for id in ids if (one := knowledge.concepts[id]).type == "principle"],
        named=True,
    )


def choice(settings: Settings, knowledge: Knowledge, ids: Sequence[str], lang: str, title: str) -> Document:
    """The pages of some concepts in the order given."""
    booklet = _booklet(settings, knowledge, lang, lang, ids)
    pages = [booklet.page(id) for id in ids]
    return booklet.document(
        [_page(booklet, id, level=1) for id in ids],
        voices=[Voice(lang, title, " · ".join(page.meta.title for page in pages), settings.site_url + knowledge.root(lang))],
        kicker=booklet.words["handout"]["kinds"]["choice"],
        path=pages[0].path,
        pictures=[knowledge.concepts[id] for id in ids],
    )


def library(settings: Settings, knowledge: Knowledge, lang: str) -> Document:
    """Everything: a chapter for each area with its principles, then one for each of the other types."""
    chapters = {area.id: [area.id, *(one.id for one in knowledge.principles_of(area.id))] for area in knowledge.of_type("area")}
    chapters |= {kind: [one.id for one in knowledge.of_type(kind)] for kind in CHAPTERS if knowledge.of_type(kind)}
    booklet = _booklet(settings, knowledge, lang, lang, [id for ids in chapters.values() for id in ids])
    words, body = booklet.words, []
    for name, ids in chapters.items():
        title = words["overview"][name]["title"] if name in CHAPTERS else booklet.page(name).meta.title
        body.append(f"#chapter({string(title)})")
        body += [_area(booklet, id) if id == name else _page(booklet, id, fresh=id != ids[0]) for id in ids]
    return booklet.document(
        body,
        voices=[Voice(lang, settings.site_name, words["handout"]["library_about"], settings.site_url + knowledge.root(lang))],
        kicker=words["handout"]["kinds"]["library"],
        path=booklet.page("index").path,
        pictures=[one for area in knowledge.of_type("area") for one in knowledge.principles_of(area.id)],
    )


def _booklet(settings: Settings, knowledge: Knowledge, lang: str, reader: str, ids: Iterable[str]) -> Booklet:
    return Booklet(settings, knowledge, lang, reader, {id: _anchors(knowledge, knowledge.page(id, lang)) for id in ids})


def _anchors(knowledge: Knowledge, page: Page) -> frozenset[str]:
    if isinstance(knowledge.concepts[page.id].meta, Workshop):
        return workshops.anchors(knowledge, page)
    return frozenset(section.id for section in page.body.sections if section.level == 2 and section.id not in DRAWN)


def _page(booklet: Booklet, id: str, level: int = 2, fresh: bool = True) -> str:
    """A whole page on a page of its own: its title, its idea, its drawing, its text but for what the web page draws."""
    concept, page = booklet.knowledge.concepts[id], booklet.page(id)
    drawing, alt = booklet.drawing(concept)
    kind = string(booklet.words["type"][concept.type])
    title, summary = string(page.meta.title), string(page.meta.summary)
    lang = "auto" if page.lang == booklet.lang else string(page.lang)
    head = f"#entry({kind}, {title}, <{id}>, {summary}, {drawing}, {alt}, {level}, {lang}, {str(fresh).lower()})"
    return f"{head}[{booklet.marks(page)}{_text(booklet, page, level)}]"


def _text(booklet: Booklet, page: Page, level: int) -> str:
    meta = booklet.knowledge.concepts[page.id].meta
    if isinstance(meta, Workshop):
        return "\n".join([workshops.facts(booklet, page), *workshops.guided(booklet, page, 0, level)])
    if page.type == "reading-list":
        return "\n".join(_days(booklet, page, level))
    return booklet.text(page, undrawn(page, (), without=DRAWN), level)


def _days(booklet: Booklet, page: Page, level: int) -> Iterator[str]:
    """A reading list's text, each day's pages named with why to read them."""
    days = {day.id: day for day in booklet.knowledge.days(page)}
    for html, drawn in booklet.pieces(page, days):
        yield booklet.html(page, html, level)
        if drawn:
            yield _steps(booklet, page, days[drawn])
            yield booklet.text(page, f"> {days[drawn].question}" if days[drawn].question else "", 0)


def _area(booklet: Booklet, id: str) -> str:
    page = booklet.page(id)
    return booklet.spoken(
        page, f"#lead({string(page.meta.summary)}, <{id}>)[{booklet.marks(page)}{booklet.text(page, page.text, 1)}]"
    )


def _progress(booklet: Booklet, days: Sequence[Day]) -> str:
    rows = [f"({string(day.title)}, {len(day.items)})," for day in days]
    return f"#progress({string(booklet.words['handout']['progress'])}, ({' '.join(rows)}))"


def _steps(booklet: Booklet, page: Page, day: Day) -> str:
    """The day's pages with a box to tick, and why to read each now."""
    steps = []
    for item in day.items:
        other = booklet.page(item.concept)
        minutes = f"{booklet.knowledge.minutes(other)}\u00a0{booklet.words['unit']['reading']}"
        steps.append(f"({string(other.meta.title)}, <{item.concept}>, {string(minutes)}, [{booklet.text(page, item.why, 0)}]),")
    return f"#steps(({' '.join(steps)}))"


def _question(booklet: Booklet, page: Page, day: Day) -> str:
    if not day.question:
        return ""
    label = string(booklet.words["list"]["take_home"])
    return f"#reflect({label}, [{booklet.text(page, day.question, 0)}], {LINES})"
