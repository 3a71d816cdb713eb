"""What search reads of a page: its text, and all that its template draws from the model."""

from collections.abc import Iterator
from html import escape

from kundskab.knowledge import Knowledge, Page
from kundskab.website.views import View


def tags(knowledge: Knowledge, page: Page) -> list[str]:
    """What Material's search finds a page by besides its text: its terms, and the synonyms of its title and terms."""
    named = {text.casefold() for text in (page.meta.title, *page.meta.terms)}
    groups = [group for group in knowledge.synonyms.get(page.lang, ()) if named & {word.casefold() for word in group}]
    return list(dict.fromkeys([*page.meta.terms, *(word for group in groups for word in group)]))


def searched(view: View) -> str:
    """HTML with a heading for every place that a hit can open at."""
    parts = [part for html, drawn in view.pieces for part in (html, *_drawn(view, drawn))]
    return "\n".join([*parts, *(_terms(view) if view.id == "glossary" else ())])


def _drawn(view: View, section: str) -> Iterator[str]:
    if not section:
        return
    if view.type == "principle":
        for group in view.relations.values():
            for related in group:
                yield _heading(f"with-{related.id}", view.page_of(related.id).meta.title) + related.sentence
    elif view.type == "workshop":
        for block in view.blocks:
            yield _heading(block.slot.id, block.title) + "".join(map(view.html, block.parts.values()))
    elif view.type == "reading-list":
        for day in (day for day in view.days if day.id == section):
            yield "".join(view.html(item.why) for item in day.items) + view.html(day.question)


def _terms(view: View) -> Iterator[str]:
    for term in view.terms:
        wording = term.wordings[view.lang]
        texts = (", ".join(wording.accepted), wording.definition, wording.note or "")
        yield _heading(term.id, wording.preferred) + "".join(f"<p>{escape(text)}</p>" for text in texts if text)


def _heading(id: str, title: str) -> str:
    return f'<h3 id="{id}">{escape(title)}</h3>'
