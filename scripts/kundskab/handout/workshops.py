"""A workshop as handouts: for those who take part, for the one who leads it, and in two languages side by side."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from kundskab.concepts import Block, Concept, Page
from kundskab.handout.booklet import Booklet, Voice
from kundskab.handout.compiling import Document
from kundskab.handout.typesetting import string
from kundskab.knowledge import Knowledge
from kundskab.render import sections
from kundskab.schema import PARTS, Prepared, Workshop
from kundskab.settings import Settings
from kundskab.units import clock, duration

PRINTED = ("what", "why", "how", "ask")
"""The sections of a principle that a participant takes home."""

FACILITATOR = ("who", "short", "online")
"""The sections of a workshop that only its facilitator needs."""

AGENDA = "agenda"
TWIN = "twin-"
"""Before the ids of the other language's page, where two stand side by side."""


def participant(settings: Settings, knowledge: Knowledge, concept: Concept, lang: str) -> Document:
    """What each participant gets: the exercises with room to write, and the principles behind them."""
    booklet, page = _booklet(settings, knowledge, concept, lang, FACILITATOR)
    agenda = _agenda(booklet, page, FACILITATOR, lambda block: _exercise(booklet, page, block))
    body = [booklet.start(page.id), *agenda, *_principles(booklet, concept)]
    return _document(booklet, page, body, "participant")


def facilitator(settings: Settings, knowledge: Knowledge, concept: Concept, lang: str, start: int) -> Document:
    """What the one who leads it needs, with the hours and minutes that follow from `start`, in minutes after midnight."""
    booklet, page = _booklet(settings, knowledge, concept, lang)
    words = booklet.words
    blocks = knowledge.blocks(page)
    rows = [
        f"({string(clock(start + block.start))}, {string(block.title)}, {string(_minutes(booklet, block))})," for block in blocks
    ]
    heads = ", ".join(string(words["handout"][name]) for name in ("clock", "block", "length", "actual"))
    end = clock(start + blocks[-1].start + blocks[-1].slot.minutes)
    prepared = page.meta
    assert isinstance(prepared, Prepared)
    material = " ".join(f"{string(thing)}," for thing in prepared.material)
    body = [
        f"#runsheet({string(words['handout']['run'])}, ({heads}), ({' '.join(rows)}), {string(end)}, {string(words['handout']['end'])})",
        booklet.start(page.id),
        f"#checklist({string(words['workshop']['material'])}, ({material}))",
        *guided(booklet, page, start),
        *_principles(booklet, concept),
    ]
    return _document(booklet, page, body, "facilitator")


def nordic(settings: Settings, knowledge: Knowledge, concept: Concept, lang: str, other: str) -> Document:
    """The participants' pages with another language beside, section by section."""
    page = knowledge.page(concept.id, lang)
    twin = knowledge.page(concept.id, other)
    both = anchors(knowledge, page, FACILITATOR) & anchors(knowledge, twin, FACILITATOR)
    booklet = Booklet(settings, knowledge, page.lang, lang, {concept.id: both})
    rows = []
    if page.body.introduction and twin.body.introduction:
        rows.append(_beside(booklet, page, twin, [(page.body.introduction, twin.body.introduction)]))
    for section in page.body.sections:
        beside = twin.section(section.id)
        if section.level == 2 and section.id not in FACILITATOR and beside:
            drawn = section.id == AGENDA
            heads = (f"## {section.title} {{#{section.id}}}", f"## {beside.title} {{#{beside.id}}}")
            rows.append(_beside(booklet, page, twin, [heads] if drawn else [heads, (section.text, beside.text)]))
            rows += _blocks_beside(booklet, page, twin) if drawn else []
    body = [booklet.start(page.id), booklet.drift(twin), f"#sidebyside(({', '.join(rows)},))"]
    return _document(booklet, page, body, "nordic", twin)


def guided(booklet: Booklet, page: Page, start: int, shift: int = 0) -> Iterator[str]:
    """A workshop's whole page, its agenda as its facilitator sees it; a `##` heading is of level 1 + `shift`."""
    return _agenda(booklet, page, (), lambda block: _guide(booklet, page, block, start, shift), shift)


def anchors(knowledge: Knowledge, page: Page, without: Sequence[str] = ()) -> frozenset[str]:
    """The ids of a workshop's page that links may lead to, where some sections are left out."""
    return frozenset(
        {block.slot.id for block in knowledge.blocks(page)}
        | {s.id for s in page.body.sections if s.level == 2 and s.id not in without}
    )


def _principles(booklet: Booklet, concept: Concept) -> Iterator[str]:
    """The principles that a workshop's text links to, a page each."""
    used = booklet.knowledge.linked(concept.id, "principle")
    if used:
        yield f"#pagebreak(weak: true)\n#heading(level: 1, {string(booklet.words['handout']['principles'])})"
    for place, one in enumerate(used):
        page = booklet.page(one.id)
        drawing, alt = booklet.drawing(one)
        head = f"{string(page.meta.title)}, <{one.id}>, {string(page.meta.summary)}, {drawing}, {alt}, {'true' if place == 0 else 'false'}"
        yield booklet.spoken(page, f"#principle({head})") + f"\n{booklet.marks(page)}{booklet.sections(page, PRINTED, shift=2)}"


def facts(booklet: Booklet, page: Page) -> str:
    """What one must know to plan a workshop, below its title."""
    return f"#facts(({' '.join(f'({string(label)}, {string(value)}),' for label, value in _facts(booklet.knowledge, page))}))"


def _facts(knowledge: Knowledge, page: Page) -> list[tuple[str, str]]:
    """Time, people and room, each with its name."""
    meta, prepared, labels = knowledge.concepts[page.id].meta, page.meta, knowledge.strings[page.lang]["workshop"]
    assert isinstance(meta, Workshop) and isinstance(prepared, Prepared)
    return [
        (labels["time"], duration(meta.minutes, page.lang)),
        (labels["people"], f"{meta.people[0]}–{meta.people[1]}"),
        (labels["room"], prepared.room),
    ]


def _booklet(
    settings: Settings, knowledge: Knowledge, concept: Concept, reader: str, without: Sequence[str] = ()
) -> tuple[Booklet, Page]:
    """The handout is in the language of the workshop's page throughout, whatever its reader's is."""
    page = knowledge.page(concept.id, reader)
    used = {one.id: PRINTED for one in knowledge.linked(concept.id, "principle")}
    return Booklet(settings, knowledge, page.lang, reader, {concept.id: anchors(knowledge, page, without), **used}), page


def _agenda(booklet: Booklet, page: Page, without: Sequence[str], block: Callable[[Block], str], shift: int = 0) -> Iterator[str]:
    """The page's text, its agenda drawn block by block."""
    for html, drawn in booklet.pieces(page, (AGENDA,), without):
        yield from (f"#unbroken[{code}]" for section in sections(html) if (code := booklet.html(page, section, shift)))
        if drawn:
            yield from map(block, booklet.knowledge.blocks(page))


def _exercise(booklet: Booklet, page: Page, block: Block) -> str:
    """A block as participants see it: when, what for, what to do, and where to write."""
    code = [*_head(booklet, page, block), _part(booklet, page, block, "do"), _room(booklet, block, [(page, block.title)])]
    return f"#together[{chr(10).join(filter(None, code))}]"


def _guide(booklet: Booklet, page: Page, block: Block, start: int, shift: int) -> str:
    """A block as its facilitator sees it, with all its parts."""
    label = f"<{page.id}--{block.slot.id}>"
    head = (
        f"{string(clock(start + block.start))}, {string(_minutes(booklet, block))}, {string(block.title)}, {label}, {2 + shift}"
    )
    rows = [
        f"({string(booklet.words['part'][name])}, [{_part(booklet, page, block, name)}]),"
        for name in PARTS
        if name in block.parts
    ]
    if block.slot.lines or block.slot.drawing:
        words = booklet.words["handout"]
        rows.append(f"({string(words['booklet'])}, [#{string(words['room'].replace('{}', block.title))}]),")
    return f"#together[#slot({head})\n#guide(({' '.join(rows)}))]"


def _head(booklet: Booklet, page: Page, block: Block, prefix: str = "") -> tuple[str, str]:
    """A block's title with its time from the beginning, and what it is for."""
    label = f"<{prefix}{page.id}--{block.slot.id}>"
    when = f"{clock(block.start)} · {_minutes(booklet, block)}"
    goal = _part(booklet, page, block, "goal", prefix)
    return (
        f"#exercise({string(when)}, {string(block.title)}, {label})",
        f"#purpose({string(booklet.knowledge.strings[page.lang]['part']['goal'])})[{goal}]",
    )


def _room(booklet: Booklet, block: Block, names: Sequence[tuple[Page, str]]) -> str:
    """Where to draw and to write, named after the exercise in each language."""
    code = []
    for kind, word in (("drawing", "drawing"), ("lines", "notes")):
        if high := getattr(block.slot, kind):
            titles = [f"{booklet.knowledge.strings[page.lang]['handout'][word]}: {title}" for page, title in names]
            code.append(f"#{'writing' if kind == 'lines' else kind}({string(' · '.join(dict.fromkeys(titles)))}, {high})")
    return "\n".join(code)


def _part(booklet: Booklet, page: Page, block: Block, name: str, prefix: str = "") -> str:
    return booklet.text(page, block.parts.get(name, ""), 0, prefix)


def _minutes(booklet: Booklet, block: Block) -> str:
    return f"{block.slot.minutes}\u00a0{booklet.words['unit']['minutes']}"


def _blocks_beside(booklet: Booklet, page: Page, twin: Page) -> Iterator[str]:
    for own, other in zip(booklet.knowledge.blocks(page), booklet.knowledge.blocks(twin), strict=True):
        left = [*_head(booklet, page, own), _part(booklet, page, own, "do")]
        right = [*_head(booklet, twin, other, TWIN), _part(booklet, twin, other, "do", TWIN)]
        yield _row(booklet, twin, left, right, _room(booklet, own, [(page, own.title), (twin, other.title)]))


def _beside(booklet: Booklet, page: Page, twin: Page, texts: Sequence[tuple[str, str]]) -> str:
    """Pieces of two pages' Markdown, each beside its equivalent."""
    left = [booklet.text(page, own, 0) for own, _ in texts]
    right = [booklet.text(twin, other, 0, TWIN) for _, other in texts]
    return _row(booklet, twin, left, right)


def _row(booklet: Booklet, twin: Page, left: Sequence[str], right: Sequence[str], below: str = "") -> str:
    cells = " ".join(f"[{one}], [{booklet.spoken(twin, other)}]," for one, other in zip(left, right, strict=True))
    return f"(cells: ({cells}), below: [{below}])"


def _document(booklet: Booklet, page: Page, body: Iterable[str], edition: str, twin: Page | None = None) -> Document:
    words, knowledge = booklet.words, booklet.knowledge
    pages = [page, twin] if twin else [page]
    spoken = " · ".join(str(knowledge.strings[one.lang]["language"][one.lang]) for one in pages)
    return booklet.document(
        body,
        voices=[
            Voice(
                one.lang,
                one.meta.title,
                one.meta.summary,
                booklet.settings.site_url + knowledge.address(page.id, booklet.reader if one is page else one.lang),
                _facts(knowledge, one),
            )
            for one in pages
        ],
        kicker=f"{words['type']['workshop']} · {spoken if twin else words['handout']['kinds'][edition]}",
        path=page.path,
        pictures=knowledge.linked(page.id, "principle"),
        named=edition != "facilitator",
    )
