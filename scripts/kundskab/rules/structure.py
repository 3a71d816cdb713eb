"""Rules on one page by itself: its sections, lists, agenda, picture and id."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from kundskab import markup, schema
from kundskab.concepts import Page
from kundskab.markup import Section
from kundskab.problems import Problem, did_you_mean
from kundskab.rules import finished
from kundskab.schema import OPTIONAL, PARTS, Original, Pictured, Workshop
from kundskab.tree import Tree

WITH = "with-"
OPEN = "…"
TAKEN = {
    "principle": ("used", "citations", "sources"),
    "article": ("taught",),
    "workshop": ("uses",),
    "index": ("areas", "newest", "reading-list", "workshop"),
    "map": ("list", "map-hint"),
}
"""The ids that templates give to sections of their own."""

NOTE = re.compile(r"\[\^[^\]]+\]|^ {0,3}\[[^\]]+\]:")
BOX = re.compile(r"^\s*!!!\s*[\w -]+$")
PLACEHOLDER = re.compile(r"^\s*(?:[-*+>:]|\d+\.)?\s*(?:\[\[[^\]]*\]\]\s*)?…\s*$")
ID = re.compile(r"^[a-z0-9]+(-[a-z0-9]+)*$")
LONGEST_ID = 60
DRAWN_PAGES = ("index", "glossary", "map")
"""The pages that have a template of their own."""
RESERVED = {
    "assets",
    "search",
    "pdf",
    "share",
    "data",
    "stylesheets",
    "javascripts",
    "404",
    "sitemap",
    "con",
    "nul",
    "aux",
    "prn",
}


def headings(tree: Tree, page: Page) -> Iterator[Problem]:
    """Every heading has its level and an id of its own, in ASCII."""
    for line, message, remedy in page.body.faults:
        yield Problem(page.path, line, "heading", message, remedy)
    seen = set(TAKEN.get(page.id if page.type == "page" else page.type, ()))
    for section in page.body.sections:
        if section.id in seen:
            yield Problem(
                page.path,
                section.line,
                "heading",
                f'the id "{section.id}" stands twice on the page',
                "give one of them another id",
            )
        elif not ID.match(section.id):
            yield Problem(
                page.path,
                section.line,
                "heading",
                f'the id "{section.id}" is not kebab-case ASCII',
                "write it with the letters a to z, digits and hyphens",
            )
        seen.add(section.id)


def required_sections(tree: Tree, page: Page) -> Iterator[Problem]:
    """A page has the sections of its type, in their order."""
    required = schema.SECTIONS.get(page.type, ())
    found = [section.id for section in page.body.sections if section.level == 2]
    for id in required:
        if id not in found:
            yield Problem(
                page.path,
                1,
                "sections",
                f'the section "{id}" is missing',
                f"add a heading ending in {{#{id}}}, as the template shows",
            )
    present = [id for id in found if id in required]
    if present != [id for id in required if id in present] and len(set(present)) == len(present):
        yield Problem(page.path, 1, "sections", f"the order is {', '.join(present)}", f"put them as {', '.join(required)}")
    if page.type in ("principle", "article", "situation"):
        for section in page.body.sections:
            if section.level == 2 and section.id not in required:
                yield Problem(
                    page.path,
                    section.line,
                    "sections",
                    f'"{section.id}" is not a section of {page.type}',
                    did_you_mean(section.id, required),
                )


@finished
def empty_sections(tree: Tree, page: Page) -> Iterator[Problem]:
    for section in page.body.sections:
        if not section.text:
            yield Problem(page.path, section.line, section.id, "an empty section", "write it, or remove the heading")


@finished
def placeholders(tree: Tree, page: Page) -> Iterator[Problem]:
    """What the templates leave open has been filled in."""
    for name in ("title", "summary"):
        if getattr(page.meta, name) == OPEN:
            yield Problem(page.path, page.line(name), name, "not filled in", "write it, or make the page a draft")
    for line in _lines(page, OPEN, PLACEHOLDER):
        yield Problem(page.path, line, "text", "not filled in", "write it, or make the page a draft")


@finished
def lost_text(tree: Tree, page: Page) -> Iterator[Problem]:
    """What a page draws from its parts shows nothing else: no text before them, no footnotes in them."""
    drawn, blocks = page.drawn, under(page, "agenda") if page.type == "workshop" else []
    for section in page.body.sections if drawn else ():
        lines = section.text.split("\n")
        if section.id in drawn and lines[0] and not lines[0].startswith(("###", "- ", "* ")):
            yield Problem(page.path, section.first, section.id, "text that no page shows", "move it to a section of its own")
        if section in blocks and lines[0] and not markup.PART.match("".join(lines[1:2])):
            yield Problem(page.path, section.first, section.id, "text that no page shows", "move it into one of the parts")
        for index, line in enumerate(lines) if section.id in drawn else ():
            if NOTE.search(line):
                message = "a footnote, or the address of a link, where the page draws its own"
                yield Problem(page.path, section.first + index, section.id, message, "move it to another section")


def admonitions(tree: Tree, page: Page) -> Iterator[Problem]:
    """A box has a title in the page's language; Markdown's own would be English."""
    for line in _lines(page, "!!!", BOX):
        remedy = 'write it in quotes: !!! tip "…", or "" for none'
        yield Problem(page.path, line, "text", "a box without a title", remedy)


def _lines(page: Page, sign: str, form: re.Pattern[str]) -> Iterator[int]:
    """The lines outside code that are of a form, which has the sign in it."""
    lines = page.text.split("\n") if sign in page.text else []
    if any(form.match(line) for line in lines if sign in line):
        yield from (page.text_line + index for index, line in markup.prose(page.text) if form.match(line))


@finished
def steps(tree: Tree, page: Page) -> Iterator[Problem]:
    """A principle's `how` has steps and its `ask` has questions."""
    for id, least, word in (("how", 2, "steps"), ("ask", 3, "questions")) if page.type == "principle" else ():
        section = page.section(id)
        if section and section.text and len(markup.items(section.text)) < least:
            yield Problem(page.path, section.line, id, f"fewer than {least} {word}", "write them as a list")


@finished
def reading_lists(tree: Tree, page: Page) -> Iterator[Problem]:
    """A day is a list of `[[id]] why`, and ends with a question in a quote."""
    if page.type != "reading-list":
        return
    days = [section for section in page.body.sections if section.id.startswith("day-")]
    if not days:
        yield Problem(page.path, 1, "sections", "no day", "add a heading ending in {#day-1} with a list under it")
    for day in days:
        items = markup.items(day.text)
        if not items:
            yield Problem(page.path, day.line, day.id, "no items", "add a list of `- [[id]] why to read it now`")
        for index, text in items:
            link = markup.CROSSLINK.match(text)
            if not link or not text[link.end() :].strip():
                yield Problem(
                    page.path,
                    day.first + index,
                    day.id,
                    "an item that is not `[[id]] why`",
                    "begin it with [[id]] and say in a sentence why to read it now",
                )
        if not markup.quotation(day.text):
            yield Problem(page.path, day.line, day.id, "no question to take home", "end the day with a line `> …?`")


@finished
def agendas(tree: Tree, page: Page) -> Iterator[Problem]:
    """A workshop's blocks add up, and are the sections under its agenda."""
    meta, concept = page.meta, tree.knowledge.concepts.get(page.id)
    if not isinstance(meta, Workshop):
        return
    yield from _slots(page, meta)
    if not concept or concept.meta is not meta:
        return
    blocks, slots = under(page, "agenda"), [slot.id for slot in meta.agenda]
    for id in slots:
        if id not in [block.id for block in blocks]:
            yield Problem(
                page.path,
                page.line("agenda", slots.index(id)),
                "agenda",
                f'the block "{id}" has no section',
                f"add `### … {{#{id}}}` under the agenda",
            )
    for block in blocks:
        if block.id not in slots:
            yield Problem(
                page.path,
                block.line,
                "agenda",
                f'the section "{block.id}" is not a block of the agenda',
                did_you_mean(block.id, slots),
            )


@finished
def parts(tree: Tree, page: Page) -> Iterator[Problem]:
    """A workshop's blocks have their prose in every language, in a fixed order of parts."""
    if page.type != "workshop" or not (concept := tree.knowledge.concepts.get(page.id)) or concept.type != "workshop":
        return
    labels = words(tree.knowledge.strings[page.lang], "part")
    named = {name: labels.get(name, name) for name in PARTS}
    for block in under(page, "agenda"):
        found = [term for term, _ in markup.parts(block.text)]
        wanted = [label for name, label in named.items() if name not in OPTIONAL or label in found]
        if block.text and found != wanted:
            yield Problem(
                page.path,
                block.line,
                block.id,
                f"the parts are {', '.join(found) or 'none'}",
                f"write them as a definition list: {', '.join(wanted)}",
            )


def _slots(page: Page, meta: Workshop) -> Iterator[Problem]:
    for id, count in Counter(slot.id for slot in meta.agenda).items():
        if count > 1:
            yield Problem(
                page.path, page.line("agenda"), "agenda", f'the block "{id}" stands twice', "give each block an id of its own"
            )
    if (total := sum(slot.minutes for slot in meta.agenda)) != meta.minutes:
        message = f"the blocks add up to {total} minutes, the workshop is to take {meta.minutes}"
        yield Problem(page.path, page.line("agenda"), "agenda", message, "change the blocks' minutes, or `minutes`")


@finished
def pictures(tree: Tree, page: Page) -> Iterator[Problem]:
    """A drawing and its alternative text come together."""
    if not isinstance(page.meta, Pictured):
        return
    alt = page.meta.picture
    if alt and page.id not in tree.drawn:
        yield Problem(
            page.path,
            page.line("picture"),
            "picture",
            "there is no drawing",
            f"draw assets/pictures/{page.id}.svg, or remove the key",
        )
    elif not alt and page.id in tree.drawn:
        yield Problem(page.path, 2, "picture", "the drawing has no alternative text", "say in a sentence what one sees")


def reserved_ids(tree: Tree, page: Page) -> Iterator[Problem]:
    """An id leaves free the addresses that the site itself uses."""
    folders = [folder for folder in schema.FOLDERS if folder]
    taken = (*RESERVED, *folders, *tree.knowledge.languages)
    if len(page.id) > LONGEST_ID:
        yield Problem(page.path, 1, "id", f"{len(page.id)} characters", f"rename the file; the limit is {LONGEST_ID}")
    elif (page.type == "page" and page.id in taken) or (
        page.type != "page" and page.id in (*folders, *DRAWN_PAGES, "con", "nul", "aux", "prn")
    ):
        yield Problem(page.path, 1, "id", f'"{page.id}" is an address of the site\'s own', "rename the file")


def roles(tree: Tree, page: Page) -> Iterator[Problem]:
    """An owner is a role that has a name in every language."""
    if isinstance(page.meta, Original) and page.meta.owner not in (known := _roles(tree)):
        yield Problem(
            page.path, page.line("owner"), "owner", f'unknown "{page.meta.owner}"', did_you_mean(page.meta.owner, known)
        )


def words(strings: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """A group of the interface's words; empty where it is missing or no group, which another rule tells."""
    group = strings.get(name)
    return group if isinstance(group, Mapping) else {}


def _roles(tree: Tree) -> set[str]:
    return set.intersection(*(set(words(strings, "owner")) for strings in tree.knowledge.strings.values()))


def under(page: Page, id: str) -> list[Section]:
    """The sections of level 3 under a section of level 2."""
    found, inside = [], False
    for section in page.body.sections:
        if section.level == 2:
            inside = section.id == id
        elif inside:
            found.append(section)
    return found


PAGE_RULES = (
    headings,
    required_sections,
    empty_sections,
    placeholders,
    lost_text,
    admonitions,
    steps,
    reading_lists,
    agendas,
    parts,
    pictures,
    reserved_ids,
    roles,
)
