"""The map: all that the library has is on it, in the same place every time, and one can read it."""

import re
import time
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations

import pytest

from kundskab import load, settings
from kundskab.atlas import LABEL, LINE, PICTURE, WRAP, Atlas, Node, atlas, measure, wrapped
from kundskab.concepts import Concept, Relation
from kundskab.knowledge import Knowledge

LIBRARY = load.load(settings.read()).knowledge
LANGUAGES = LIBRARY.languages
Box = tuple[float, float, float, float]


def large(count: int) -> Knowledge:
    """So many principles with our own titles, in our own areas, each with two or three relations: near ones and far ones."""
    own = LIBRARY.of_type("principle")
    concepts = {id: concept for id, concept in LIBRARY.concepts.items() if concept.type != "principle"}
    relations = []
    for number in range(count):
        model = own[number % len(own)]
        meta = replace(model.meta, area=LIBRARY.areas[number * 5 % len(LIBRARY.areas)].id)
        pages = {lang: replace(page, id=f"idea-{number}") for lang, page in model.pages.items()}
        original = replace(model.original, id=f"idea-{number}", _meta=meta)
        concepts[f"idea-{number}"] = Concept("principle", f"idea-{number}", original, pages)
        others = {"supports": number + 9, "tension" if number % 3 else "related": number * 8 + 1}
        if number >= 18:
            others["prerequisite"] = number - 18
        relations += [Relation(kind, f"idea-{number}", f"idea-{other % count}") for kind, other in others.items()]
    unlike = (relation for relation in relations if relation.source != relation.target)
    return replace(LIBRARY, concepts=concepts, relations=tuple(unlike))


CASES = {**{lang: (LIBRARY, lang) for lang in LANGUAGES}, "100": (large(100), "sv")}


@pytest.fixture(params=CASES, scope="module")
def case(request: pytest.FixtureRequest) -> tuple[Knowledge, Atlas]:
    knowledge, lang = CASES[request.param]
    return knowledge, atlas(knowledge, lang)


def boxes(node: Node) -> Iterator[Box]:
    """A principle's picture, and its title below."""
    half, wide = PICTURE / 2, max(map(measure, node.lines)) / 2
    yield node.x - half, node.y - half, node.x + half, node.y + half
    yield node.x - wide, node.y + half, node.x + wide, node.y + half + LINE * len(node.lines)


def meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def points(path: str) -> list[tuple[int, int]]:
    numbers = [int(number) for number in re.findall(r"-?\d+", path)]
    return list(zip(numbers[::2], numbers[1::2], strict=True))


def curve(path: str) -> list[tuple[float, float]]:
    """Points along a line, by Bernstein's formula."""
    found = points(path)
    weights = [((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3) for t in (index / 40 for index in range(41))]
    return [tuple(sum(w * p[axis] for w, p in zip(row, found, strict=True)) for axis in (0, 1)) for row in weights]  # type: ignore[misc]


def test_every_principle_and_every_relation_is_there(case: tuple[Knowledge, Atlas]) -> None:
    knowledge, made = case
    assert {node.id: node.area for node in made.nodes} == {c.id: c.meta.area for c in knowledge.of_type("principle")}  # type: ignore[attr-defined]
    assert len(made.nodes) >= 31
    stated = {
        (r.kind, *((r.target, r.source) if r.kind == "prerequisite" else (r.source, r.target))) for r in knowledge.relations
    }
    assert {(edge.kind, edge.source, edge.target) for edge in made.edges} == stated, (
        "what is read first leads to what is read after"
    )
    assert [edge for edge in made.edges if bool(edge.sign) == (edge.kind == "related")] == []


def test_the_same_library_gives_the_same_map(case: tuple[Knowledge, Atlas]) -> None:
    knowledge, made = case
    lang = next(lang for known, lang in CASES.values() if known is knowledge and atlas(known, lang) == made)
    turned = replace(knowledge, concepts=dict(reversed(knowledge.concepts.items())), relations=knowledge.relations[::-1])
    assert atlas(turned, lang) == made, "in whatever order files are read"


def test_principles_stand_at_the_same_places_in_every_language() -> None:
    places = [{node.id: (node.x, node.y) for node in atlas(LIBRARY, lang).nodes} for lang in LANGUAGES]
    assert places == [places[0]] * len(LANGUAGES)


def test_nothing_lies_on_anything_else(case: tuple[Knowledge, Atlas]) -> None:
    _, made = case
    grounds = {r.area: (r.x, r.y, r.x + r.width, r.y + r.height) for r in made.regions}
    assert [pair for pair in combinations(grounds.values(), 2) if meet(*pair)] == []
    taken = [(node.id, box) for node in made.nodes for box in boxes(node)]
    assert [(a, b) for (a, one), (b, other) in combinations(taken, 2) if a != b and meet(one, other)] == []
    for node in made.nodes:
        left, top, right, bottom = grounds[node.area]
        assert all(left < box[0] and top + 30 < box[1] and box[2] < right and box[3] < bottom for box in boxes(node)), node
    assert all(min(box) >= 0 and box[2] <= made.width and box[3] <= made.height for box in grounds.values())


def test_a_line_runs_on_the_map_from_one_principle_to_another(case: tuple[Knowledge, Atlas]) -> None:
    _, made = case
    nodes = {node.id: node for node in made.nodes}
    for edge in made.edges:
        way = curve(edge.line)
        assert all(0 < x < made.width and 0 < y < made.height for x, y in way), edge
        for id, (x, y) in ((edge.source, way[0]), (edge.target, way[-1])):
            near = [(left - 16, top - 16, right + 16, bottom + 16) for left, top, right, bottom in boxes(nodes[id])]
            assert any(meet((x, y, x, y), box) for box in near), edge
            assert not any(meet((x, y, x, y), box) for box in boxes(nodes[id])), edge


def test_few_lines_run_over_a_title() -> None:
    for lang in LANGUAGES:
        made = atlas(LIBRARY, lang)
        taken = [(node.id, box) for node in made.nodes for box in boxes(node)]
        over = [
            edge
            for edge in made.edges
            if any(
                id not in (edge.source, edge.target) and meet((x, y, x, y), box) for x, y in curve(edge.line) for id, box in taken
            )
        ]
        assert len(over) <= 6, [(edge.source, edge.target) for edge in over]


def test_a_hundred_principles_take_no_time() -> None:
    library = large(100)
    atlas(library, "da")
    start = time.process_time()
    atlas(library, "da")
    assert time.process_time() - start < 2, "half a second on a slow machine, and room for a slower one"


@pytest.mark.parametrize("title", ["Lyt", "Udvikl kunden, ikke kun forholdet", "Utveckla kunden, inte bara relationen"])
def test_a_title_takes_few_lines_of_nearly_one_length(title: str) -> None:
    lines = wrapped(title)
    assert " ".join(lines) == title
    assert all(measure(line) <= WRAP for line in lines)
    assert len(lines) == -(-measure(title) // WRAP) or len(lines) == 3
    assert max(map(measure, lines)) - min(map(measure, lines)) < 4 * LABEL


def test_a_library_without_principles_has_an_empty_map() -> None:
    none = {id: concept for id, concept in LIBRARY.concepts.items() if concept.type != "principle"}
    made = atlas(replace(LIBRARY, concepts=none, relations=()), "da")
    assert (made.regions, made.nodes, made.edges) == ((), (), ())
