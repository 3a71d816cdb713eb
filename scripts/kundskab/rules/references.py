"""Rules on what points to what: ids, links, anchors, relations, areas, and what nothing points to."""

import posixpath
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from kundskab import markup
from kundskab.concepts import Concept, Page
from kundskab.graph import cycles
from kundskab.knowledge import SYMMETRIC
from kundskab.markup import Crosslink
from kundskab.problems import Problem, did_you_mean
from kundskab.rules import concept_of, digests
from kundskab.rules.structure import WITH, under
from kundskab.schema import Original, Principle
from kundskab.tree import Tree

KINDS = ("prerequisite", "supports", "tension", "related")
ANCHOR = re.compile(r"\{:?[^}]*#([\w:-]+)[^}]*\}")
REFERENCE = re.compile(r"\[[^\]^][^\]]*\]:")
CITED = ("principle", "article")


def relations(tree: Tree, page: Page) -> Iterator[Problem]:
    """Relations and sources name what there is, each once, and nothing relates to itself."""
    meta = _original(tree, page)
    if not isinstance(meta, Principle):
        return
    here: set[tuple[str, tuple[str, ...]]] = set()
    for kind in KINDS:
        for index, target in enumerate(getattr(meta.relations, kind)):
            line, field = page.line("relations", kind, index), f"relations.{kind}"
            if target == page.id:
                yield Problem(page.path, line, field, "a principle relates to itself", "remove it")
            elif not _is(tree, target, "principle"):
                yield from _unknown(tree, page, line, field, target, _ids(tree, "principle"))
            elif first := _stated_before(tree, page, kind, target) or (page.path if (target, _alike(kind)) in here else ""):
                remedy = f"state it once; remove it here or in {first}"
                yield Problem(page.path, line, field, f'"{target}" is stated twice', remedy)
            here.add((target, _alike(kind)))
    for index, source in enumerate(meta.sources):
        if not _is(tree, source, "article"):
            yield from _unknown(tree, page, page.line("sources", index), "sources", source, _ids(tree, "article"))


def _stated_before(tree: Tree, page: Page, kind: str, target: str) -> str:
    """The path of the target's page, where it comes first by its id and states such a relation to this page."""
    other = tree.knowledge.concepts[target].original
    if target > page.id or not isinstance(other.meta, Principle):
        return ""
    return other.path if any(page.id in getattr(other.meta.relations, one) for one in _alike(kind)) else ""


def _alike(kind: str) -> tuple[str, ...]:
    """The kinds of which one says between two principles what another would."""
    return (kind,) if kind in SYMMETRIC else ("prerequisite", "supports")


def prerequisites(tree: Tree) -> Iterator[Problem]:
    """What must be read first forms no circle."""
    before: dict[str, list[str]] = defaultdict(list)
    for relation in tree.knowledge.relations:
        if relation.kind == "prerequisite":
            before[relation.source].append(relation.target)
    for cycle in cycles(before):
        page = tree.knowledge.concepts[cycle[0]].original
        way = " → ".join([*cycle, cycle[0]])
        yield Problem(
            page.path,
            page.line("relations", "prerequisite"),
            "relations.prerequisite",
            f"a circle: {way}",
            "remove one of these prerequisites",
        )


def reading_order(tree: Tree, page: Page) -> Iterator[Problem]:
    """A reading list brings a principle after those it rests on, where it has both."""
    if page.type != "reading-list" or not _original(tree, page):
        return
    days = [section for section in page.body.sections if section.id.startswith("day-")]
    items = [(section.first + line, link[1]) for section in days for line, link in _first_links(section.text)]
    for position, (line, id) in enumerate(items):
        meta = tree.knowledge.concepts[id].meta if id in tree.knowledge.concepts else None
        needed = meta.relations.prerequisite if isinstance(meta, Principle) else ()
        read = [other for _, other in items[:position]]
        for other in (other for _, other in items[position + 1 :] if other in needed and other not in read):
            message = f'it rests on "{other}", which comes later'
            yield Problem(page.path, line, f"[[{id}]]", message, f"put [[{other}]] before it")


def _first_links(text: str) -> Iterator[tuple[int, re.Match[str]]]:
    return ((line, match) for line, item in markup.items(text) if (match := markup.CROSSLINK.match(item)))


def relation_sections(tree: Tree, page: Page) -> Iterator[Problem]:
    """Every relation has its sentence: where it is stated, and for a symmetric one on the other page too."""
    concept = concept_of(tree, page) if page.type == "principle" else None
    if not concept or not (page is concept.original or _current(tree, page, concept, "relations")):
        return
    wanted = [other for _, other, here in tree.knowledge.related(concept.id) if here]
    sections = {section.id.removeprefix(WITH): section for section in under(page, "relations")}
    section = page.section("relations")
    for other in wanted:
        if other not in sections:
            yield Problem(
                page.path,
                section.line if section else 1,
                "relations",
                f'no sentence on "{other}"',
                f"add `### {{#{WITH}{other}}}` with a sentence under it",
            )
    for other, found in sections.items():
        if other not in wanted and other not in tree.unreadable:
            yield Problem(
                page.path,
                found.line,
                "relations",
                f'"{found.id}" is not a stated relation',
                did_you_mean(other, wanted, "state it in front matter, or remove the section"),
            )


def area(tree: Tree, page: Page) -> Iterator[Problem]:
    """A principle is in an area."""
    meta = _original(tree, page)
    if isinstance(meta, Principle) and meta.area not in (known := [area.id for area in tree.knowledge.areas]):
        yield Problem(page.path, page.line("area"), "area", f'unknown "{meta.area}"', did_you_mean(meta.area, known))


def areas(tree: Tree) -> Iterator[Problem]:
    """Every area has its page, its place and its principles."""
    known, written = [area.id for area in tree.knowledge.areas], _ids(tree, "area")
    for concept in tree.knowledge.of_type("area"):
        if concept.id not in known:
            yield Problem(
                concept.original.path,
                1,
                "id",
                f'"{concept.id}" is not in areas.yml',
                did_you_mean(concept.id, set(known) - written, "add it to _data/areas.yml"),
            )
    for area in tree.knowledge.areas:
        if area.id in tree.drafts and tree.knowledge.principles_of(area.id):
            yield Problem(
                "_data/areas.yml",
                1,
                "id",
                f'the page of the area "{area.id}" is a draft',
                "publish it, or its principles have no place",
            )
        elif area.id not in written | tree.unreadable | tree.drafts:
            yield Problem(
                "_data/areas.yml",
                1,
                "id",
                f'the area "{area.id}" has no page',
                f"write areas/{area.id}.md in one of the languages",
            )


def crosslinks(tree: Tree, page: Page) -> Iterator[Problem]:
    """`[[id]]` names a concept, and `#section` one of its sections, in the language that the reader gets."""
    concepts = tree.knowledge.concepts
    for link in page.body.links:
        if link.target not in concepts:
            yield from _unknown(tree, page, link.line, f"[[{link.target}]]", link.target, concepts)
        elif link.anchor:
            yield from _missing_anchor(tree, page, link)


def _missing_anchor(tree: Tree, page: Page, link: Crosslink) -> Iterator[Problem]:
    """For every reader who gets this page: the section is on the page that the link leads them to."""
    readers = (
        [lang for lang in tree.knowledge.languages if tree.knowledge.page(page.id, lang) is page]
        if page.id in tree.knowledge.concepts
        else []
    )
    for lang in readers or [page.lang]:
        other = tree.knowledge.page(link.target, lang)
        known = _anchors(other) | ({term.id for term in tree.knowledge.terms} if link.target == "glossary" else set())
        if link.anchor not in known:
            message = f'no section "{link.anchor}" in {other.path}'
            yield Problem(page.path, link.line, f"[[{link.target}]]", message, did_you_mean(str(link.anchor), known))


def markdown_links(tree: Tree, page: Page) -> Iterator[Problem]:
    """Relative links lead to a page or a file of the tree, and to an anchor that is there."""
    for first, _, text in page.body.texts:
        bare = markup.without_code(text)
        for match in markup.HREF.finditer(bare) if "](" in bare or REFERENCE.search(bare) else ():
            yield from _relative(tree, page, first + bare.count("\n", 0, match.start()), match[1] or match[2])


def _relative(tree: Tree, page: Page, line: int, href: str) -> Iterator[Problem]:
    if re.match(r"[a-z][a-z0-9+.-]*:|//|/", href):
        if href.startswith("/"):
            yield Problem(page.path, line, href, "an absolute link", "use [[id]] or a relative link")
        return
    path, _, anchor = href.partition("#")
    target = posixpath.normpath(posixpath.join(posixpath.dirname(page.path), path)) if path else page.path
    if path.endswith(".md") or not path:
        other = linked_page(tree, target)
        if other is None and posixpath.basename(target).removesuffix(".md") in tree.unreadable:
            return
        if other is None:
            yield Problem(page.path, line, href, "no such page", did_you_mean(target, [p.path for p in tree.pages], "use [[id]]"))
        elif anchor and anchor not in (known := _anchors(other)):
            yield Problem(page.path, line, href, f'no section "{anchor}" there', did_you_mean(anchor, known))
    elif not (tree.docs / target).is_file():
        yield Problem(page.path, line, href, "no such file", "check the spelling; the way is relative to this page's file")


def linked_page(tree: Tree, path: str) -> Page | None:
    """The page behind a path of the tree: the file itself, or the one shown in its place."""
    lang, _, rest = path.partition("/")
    concept = tree.knowledge.concepts.get(posixpath.basename(rest).removesuffix(".md"))
    if lang not in tree.knowledge.languages or concept is None:
        return None
    page = tree.knowledge.page(concept.id, lang)
    return page if page.path.partition("/")[2] == rest else None


def orphans(tree: Tree) -> Iterator[Problem]:
    """Every principle and article is linked to."""
    knowledge = tree.knowledge
    used = {other for relation in knowledge.relations for other in (relation.source, relation.target)}
    used |= {s for c in knowledge.of_type("principle") if isinstance(c.meta, Principle) for s in c.meta.sources}
    for kind in CITED:
        for concept in knowledge.of_type(kind):
            if concept.id not in used and not knowledge.links_to(concept.id):
                yield Problem(
                    concept.original.path,
                    1,
                    "id",
                    "an orphan: no page links to it",
                    f"link to it with [[{concept.id}]], or make it a draft",
                )


def _unknown(tree: Tree, page: Page, line: int, field: str, id: str, known: Iterable[str]) -> Iterator[Problem]:
    """An id that names nothing here; silent where the file it names is itself broken and told."""
    if id in tree.drafts:
        yield Problem(page.path, line, field, f'"{id}" is a draft', "publish it, or remove the link")
    elif id not in tree.unreadable:
        yield Problem(page.path, line, field, f'unknown "{id}"', did_you_mean(id, known))


def _anchors(page: Page) -> set[str]:
    texts = [page.body.introduction, *(section.text for section in page.body.sections)]
    return {section.id for section in page.body.sections} | {id for text in texts for id in ANCHOR.findall(text)}


def _ids(tree: Tree, kind: str) -> set[str]:
    return {concept.id for concept in tree.knowledge.of_type(kind)}


def _is(tree: Tree, id: str, kind: str) -> bool:
    concept = tree.knowledge.concepts.get(id)
    return concept is not None and concept.type == kind


def _original(tree: Tree, page: Page) -> Original | None:
    """The front matter of a page that a concept is published by."""
    concept = tree.knowledge.concepts.get(page.id)
    return concept.meta if concept and concept.original is page else None


def _current(tree: Tree, page: Page, concept: Concept, section: str) -> bool:
    """Whether a translation was held against the original's section as it is now."""
    return page.stamp.get(section) == tree.once(digests, concept.original).get(section)


def home(tree: Tree) -> Iterator[Problem]:
    """There is a home page."""
    if "index" not in tree.knowledge.concepts and "index" not in tree.unreadable:
        path = f"{tree.knowledge.languages[0]}/index.md"
        yield Problem(
            path,
            1,
            "file",
            "missing, or a draft" if "index" in tree.drafts else "missing",
            "write the home page, from the template for a page",
        )


PAGE_RULES = (relations, reading_order, relation_sections, area, crosslinks, markdown_links)
TREE_RULES = (home, prerequisites, areas, orphans)
