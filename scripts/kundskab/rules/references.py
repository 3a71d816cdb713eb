"""Rules on what points to what: ids, links, anchors, relations, areas, and what nothing points to."""

import posixpath
import re
from collections.abc import Iterable, Iterator

from kundskab import markup
from kundskab.knowledge import SYMMETRIC, Concept, Page, cycles
from kundskab.markup import Crosslink
from kundskab.problems import Problem, did_you_mean
from kundskab.rules.structure import WITH, under
from kundskab.schema import Article, Principle
from kundskab.tree import Tree

KINDS = ("prerequisite", "supports", "tension", "related")
ANCHOR = re.compile(r"\{:?[^}]*#([\w:-]+)[^}]*\}")
CITED = ("principle", "article")


def relations(tree: Tree) -> Iterator[Problem]:
    """Relations and sources name what there is, each once, and nothing relates to itself."""
    principles, articles = _ids(tree, "principle"), _ids(tree, "article")
    stated: dict[tuple[str, frozenset[str]], str] = {}
    for page in _originals(tree, Principle):
        meta = page.meta
        assert isinstance(meta, Principle)
        for kind in KINDS:
            for index, target in enumerate(getattr(meta.relations, kind)):
                line, field = page.line("relations", kind, index), f"relations.{kind}"
                pair = (kind if kind in SYMMETRIC else "ordered", frozenset((page.id, target)))
                if target == page.id:
                    yield Problem(page.path, line, field, "a principle relates to itself", "remove it")
                elif target not in principles:
                    yield from _unknown(tree, page, line, field, target, principles)
                elif pair in stated:
                    remedy = f"state it once; remove it here or in {stated[pair]}"
                    yield Problem(page.path, line, field, f'"{target}" is stated twice', remedy)
                stated.setdefault(pair, page.path)
        for index, source in enumerate(meta.sources):
            if source not in articles:
                yield from _unknown(tree, page, page.line("sources", index), "sources", source, articles)


def prerequisites(tree: Tree) -> Iterator[Problem]:
    """What must be read first forms no circle."""
    pages = {page.id: page for page in _originals(tree, Principle)}
    before = {id: page.meta.relations.prerequisite for id, page in pages.items() if isinstance(page.meta, Principle)}
    for cycle in cycles(before):
        page = pages[cycle[0]]
        way = " → ".join([*cycle, cycle[0]])
        yield Problem(
            page.path,
            page.line("relations", "prerequisite"),
            "relations.prerequisite",
            f"a circle: {way}",
            "remove one of these prerequisites",
        )


def reading_order(tree: Tree) -> Iterator[Problem]:
    """A reading list brings a principle after those it rests on, where it has both."""
    for concept in tree.knowledge.of_type("reading-list"):
        page = concept.original
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


def relation_sections(tree: Tree) -> Iterator[Problem]:
    """Every relation has its sentence: where it is stated, and for a symmetric one on the other page too."""
    for concept in tree.knowledge.of_type("principle"):
        wanted = [other for _, other, here in tree.knowledge.related(concept.id) if here]
        for page in concept.pages.values():
            sections = {section.id.removeprefix(WITH): section for section in under(page, "relations")}
            current = page is concept.original or _current(page, concept, "relations")
            section = page.section("relations")
            line = section.line if section else 1
            for other in wanted if current else ():
                if other not in sections:
                    yield Problem(
                        page.path,
                        line,
                        "relations",
                        f'no sentence on "{other}"',
                        f"add `### {{#{WITH}{other}}}` with a sentence under it",
                    )
            for other, found in sections.items():
                if other not in wanted and other not in tree.unreadable and current:
                    yield Problem(
                        page.path,
                        found.line,
                        "relations",
                        f'"{found.id}" is not a stated relation',
                        did_you_mean(other, wanted, "state it in front matter, or remove the section"),
                    )


def areas(tree: Tree) -> Iterator[Problem]:
    """Every principle is in an area; every area has its page, its place and its principles."""
    known = [area.id for area in tree.knowledge.areas]
    for page in _originals(tree, Principle):
        if isinstance(page.meta, Principle) and page.meta.area not in known:
            yield Problem(
                page.path, page.line("area"), "area", f'unknown "{page.meta.area}"', did_you_mean(page.meta.area, known)
            )
    written = _ids(tree, "area")
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


def crosslinks(tree: Tree) -> Iterator[Problem]:
    """`[[id]]` names a concept, and `#section` one of its sections, in the language that the reader gets."""
    concepts = tree.knowledge.concepts
    for page in tree.pages:
        for link in page.body.links:
            field = f"[[{link.target}]]"
            if link.target not in concepts:
                yield from _unknown(tree, page, link.line, field, link.target, concepts)
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


def markdown_links(tree: Tree) -> Iterator[Problem]:
    """Relative links lead to a page or a file of the tree, and to an anchor that is there."""
    for page in tree.pages:
        for first, _, text in page.body.texts:
            bare = markup.without_code(text)
            for match in markup.HREF.finditer(bare):
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


def _originals(tree: Tree, model: type[Principle] | type[Article]) -> Iterator[Page]:
    concepts = sorted(tree.knowledge.concepts)
    return (page for id in concepts if isinstance((page := tree.knowledge.concepts[id].original).meta, model))


def _current(page: Page, concept: Concept, section: str) -> bool:
    """Whether a translation was held against the original's section as it is now."""
    return page.stamp.get(section) == concept.original.digests().get(section)


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


RULES = (home, relations, prerequisites, reading_order, relation_sections, areas, crosslinks, markdown_links, orphans)
