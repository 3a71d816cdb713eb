"""A workshop as handouts: for those who take part, for the one who leads it, and in two languages side by side."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from kundskab.handout.booklet import Booklet
from kundskab.handout.compiling import Document
from kundskab.handout.typesetting import string
from kundskab.knowledge import Block, Concept, Knowledge, Page
from kundskab.schema import Prepared, Workshop
from kundskab.settings import Settings
from kundskab.units import clock, duration

PRINTED = ("what", "why", "how", "ask")
"""The sections of a principle that a participant takes home."""

FACILITATOR = ("short", "online")
"""The sections of a workshop that only its facilitator needs."""

AGENDA = "agenda"
GUIDED = ("do", "say", "watch")
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
    heads = ", ".join(string(words["handout"][name]) for name in ("clock", "block", "length"))
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
    booklet = Booklet(settings, knowledge, page.lang, lang, {concept.id: anchors(knowledge, page, FACILITATOR)})
    twin = knowledge.page(concept.id, other)
    rows = []
    if page.body.introduction and twin.body.introduction:
        rows.append(
            _beside(
                booklet.text(page, page.body.introduction, 0),
                booklet.spoken(twin, booklet.text(twin, twin.body.introduction, 0, TWIN)),
            )
        )
    for section in page.body.sections:
        beside = twin.section(section.id)
        if section.level == 2 and section.id not in FACILITATOR and beside:
            drawn = section.id == AGENDA
            texts = [f"## {one.title} {{#{one.id}}}\n\n{'' if drawn else one.text}" for one in (section, beside)]
            rows.append(_beside(booklet.text(page, texts[0], 0), booklet.spoken(twin, booklet.text(twin, texts[1], 0, TWIN))))
            rows += _blocks_beside(booklet, page, twin) if drawn else []
    return _document(
        booklet,
        page,
        [booklet.start(page.id), booklet.drift(twin), f"#sidebyside(({', '.join(rows)},))"],
        "nordic",
        twin,
    )


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


def _facts(booklet: Booklet, page: Page) -> list[tuple[str, str]]:
    """What the cover says: time, people and room."""
    meta, prepared, labels = booklet.knowledge.concepts[page.id].meta, page.meta, booklet.words["workshop"]
    assert isinstance(meta, Workshop) and isinstance(prepared, Prepared)
    return [
        (labels["time"], duration(meta.minutes, booklet.lang)),
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
        yield booklet.html(page, html, shift)
        if drawn:
            yield from map(block, booklet.knowledge.blocks(page))


def _exercise(booklet: Booklet, page: Page, block: Block) -> str:
    """A block as participants see it: when, what for, what to do, and where to write."""
    code = [_slot(booklet, page, block, 0), _part(booklet, page, block, "do")]
    if block.slot.lines:
        label = f"{booklet.words['handout']['notes']}: {block.title}"
        code.append(f"#writing({string(label)}, {block.slot.lines})")
    return f"#together[{chr(10).join(filter(None, code))}]"


def _guide(booklet: Booklet, page: Page, block: Block, start: int, shift: int) -> str:
    """A block as its facilitator sees it: also what to say and what to watch for."""
    rows = [
        f"({string(booklet.words['part'][name])}, [{_part(booklet, page, block, name)}]),"
        for name in GUIDED
        if name in block.parts
    ]
    if block.slot.lines:
        words = booklet.words["handout"]
        rows.append(f"({string(words['booklet'])}, [#{string(words['room'].replace('{}', block.title))}]),")
    return f"#together[{_slot(booklet, page, block, start, shift=shift)}\n#guide(({' '.join(rows)}))]"


def _slot(booklet: Booklet, page: Page, block: Block, start: int, prefix: str = "", shift: int = 0) -> str:
    goal = _part(booklet, page, block, "goal", prefix)
    label = f"<{prefix}{page.id}--{block.slot.id}>"
    head = (
        f"{string(clock(start + block.start))}, {string(_minutes(booklet, block))}, {string(block.title)}, {label}, {2 + shift}"
    )
    return f"#slot({head})\n#purpose({string(booklet.knowledge.strings[page.lang]['part']['goal'])})[{goal}]"


def _part(booklet: Booklet, page: Page, block: Block, name: str, prefix: str = "") -> str:
    return booklet.text(page, block.parts.get(name, ""), 0, prefix)


def _minutes(booklet: Booklet, block: Block) -> str:
    return f"{block.slot.minutes}\u00a0{booklet.words['unit']['minutes']}"


def _blocks_beside(booklet: Booklet, page: Page, twin: Page) -> Iterator[str]:
    for own, other in zip(booklet.knowledge.blocks(page), booklet.knowledge.blocks(twin), strict=True):
        left = f"{_slot(booklet, page, own, 0)}\n{_part(booklet, page, own, 'do')}"
        right = f"{_slot(booklet, twin, other, 0, TWIN)}\n{_part(booklet, twin, other, 'do', TWIN)}"
        labels = [
            f"{booklet.knowledge.strings[one.lang]['handout']['notes']}: {block.title}"
            for one, block in ((page, own), (twin, other))
        ]
        label = string(" · ".join(dict.fromkeys(labels)))
        yield _beside(left, booklet.spoken(twin, right), f"#writing({label}, {own.slot.lines})" if own.slot.lines else "")


def _beside(left: str, right: str, below: str = "") -> str:
    return f"(left: [{left}], right: [{right}], below: [{below}])"


def _document(booklet: Booklet, page: Page, body: Iterable[str], edition: str, twin: Page | None = None) -> Document:
    words, knowledge = booklet.words, booklet.knowledge
    spoken = " · ".join(str(knowledge.strings[one.lang]["language"][one.lang]) for one in (page, twin) if one)
    return booklet.document(
        body,
        title=" · ".join(dict.fromkeys(one.meta.title for one in (page, twin) if one)),
        summary=page.meta.summary,
        kicker=f"{words['type']['workshop']} · {spoken if twin else words['handout']['kinds'][edition]}",
        path=page.path,
        url=booklet.settings.site_url + knowledge.address(page.id, booklet.reader),
        facts=_facts(booklet, page),
    )
