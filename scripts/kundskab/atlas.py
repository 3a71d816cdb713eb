"""The map: where each principle stands among the others of its area, and how the lines of their relations run.

Lengths are in the units of the drawing, one pixel at its natural size. The same library gives the same map; principles stand at
the same places in every language, so that a reader who changes language finds them again, and lines keep clear of the
language's own words.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, zip_longest

from kundskab import curves
from kundskab.concepts import Concept, Relation
from kundskab.curves import Curve, Point
from kundskab.knowledge import SYMMETRIC, Knowledge

PICTURE, LABEL, LINE = 52, 14, 17
"""The side of a principle's square; the size of the letters in its title, and from line to line."""
WRAP = 138
"""How wide a title's line may be; a single word may be wider."""
GAP_X, GAP_Y = 16, 24
"""Between the titles of two principles, and from a title to the next picture."""
GUTTER, MARGIN, PADDING, HEADING = 58, 26, 16, 42
"""Between areas, around all of them, inside one, and above its principles."""
CLEAR = 6
"""How far a line stays from what it comes from and leads to."""
RATIO = 1.25
"""The map's width to its height, about."""
ROUNDS = 12
"""The most rounds of exchanging places; 31 principles take three."""
WINGS = 8, math.radians(27)
"""The length of an arrow's two strokes, and their angle with the line."""
BADGE = 9
"""The radius of a tension's ring."""
COVERING, BESIDE = 14, 1.5
"""How much further a line rather runs than over what stands there, or on another line."""
SQUARE = 32


@dataclass(frozen=True, slots=True)
class Node:
    """A principle: the middle of its picture, and its title, line by line, which stands below."""

    id: str
    area: str
    x: int
    y: int
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Edge:
    """A relation from `source` to `target`, as SVG paths: its `line`, and the `sign` on it ("" where it has none).

    A prerequisite's arrow leads from what is read first to what is read after; symmetric relations have no direction.
    """

    kind: str
    source: str
    target: str
    line: str
    sign: str


@dataclass(frozen=True, slots=True)
class Region:
    """The ground of an area; its name stands in the first `HEADING` units."""

    area: str
    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Atlas:
    """The map: its size, and what is on it; areas in the order readers meet them, the principles of each row by row."""

    width: int
    height: int
    regions: tuple[Region, ...]
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]


@dataclass(frozen=True, slots=True)
class Box:
    left: float
    top: float
    right: float
    bottom: float

    def holds(self, point: Point, margin: float = 0) -> bool:
        x, y = point
        return self.left - margin < x < self.right + margin and self.top - margin < y < self.bottom + margin


def atlas(knowledge: Knowledge, lang: str) -> Atlas:
    """The map for readers of a language: areas that have principles, their principles, and every relation between these."""
    members = {area.id: found for area in knowledge.of_type("area") if (found := knowledge.principles_of(area.id))}
    labels = {code: {c.id: wrapped(knowledge.title(c.id, code)) for c in _all(members)} for code in knowledge.languages}
    every = [lines for by_id in labels.values() for lines in by_id.values()]
    cell = (
        round(max((measure(line) for lines in every for line in lines), default=0)) + GAP_X,
        PICTURE + CLEAR + LINE * max(map(len, every), default=0) + GAP_Y,
    )
    area_of = {concept.id: area for area, concepts in members.items() for concept in concepts}
    relations = [relation for relation in knowledge.relations if relation.source in area_of and relation.target in area_of]
    links = [(relation.source, relation.target) for relation in relations]
    order = _arranged(list(members), [(area_of[one], area_of[other]) for one, other in links], _across(members, cell))
    regions = _regions(order, members, cell)
    places = _places(members, regions, links, cell)
    nodes = tuple(
        Node(id, area, *places[id], labels[lang][id])
        for area, concepts in members.items()
        for id in sorted((concept.id for concept in concepts), key=lambda id: places[id][::-1])
    )
    width = max((region.x + region.width for region in regions), default=0) + MARGIN
    height = max((region.y + region.height for region in regions), default=0) + MARGIN
    headings = (_heading(region, knowledge.title(region.area, lang)) for region in regions)
    ground = _Ground((width, height), nodes, headings)
    return Atlas(width, height, tuple(regions), nodes, tuple(_edges(relations, {node.id: node for node in nodes}, ground)))


# Words


def measure(text: str, size: float = LABEL) -> float:
    """About how wide a text in a bold serif is, by kinds of letters: Georgia's widths; Palatino's are less, DejaVu's a little more."""
    return size * sum(0.36 if c in " iljtfI.,:;'!-" else 0.94 if c in "mwMWÆæŒœ" else 0.76 if c.isupper() else 0.59 for c in text)


def wrapped(title: str, width: float = WRAP) -> tuple[str, ...]:
    """A title in as few lines as it takes, none much longer than another."""
    lines = _filled(title, width)
    widths = sorted({measure(" ".join(run)) for run in _runs(title.split()) if measure(" ".join(run)) <= width})
    return next((found for narrow in widths if len(found := _filled(title, narrow)) <= len(lines)), lines)


def _filled(title: str, width: float) -> tuple[str, ...]:
    lines: list[str] = []
    for word in title.split():
        if lines and measure(f"{lines[-1]} {word}") <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return tuple(lines)


def _runs(words: Sequence[str]) -> Iterator[Sequence[str]]:
    return (words[start:end] for start, end in combinations(range(len(words) + 1), 2))


# Areas


def _all(members: Mapping[str, Sequence[Concept]]) -> Iterator[Concept]:
    return (concept for concepts in members.values() for concept in concepts)


def _rows(count: int) -> list[int]:
    """How many principles stand in each row of an area: nearly a square, the last row the shortest."""
    across = math.ceil(math.sqrt(count))
    return [min(across, count - first) for first in range(0, count, across)]


def _size(count: int, cell: tuple[int, int]) -> tuple[int, int]:
    rows = _rows(count)
    return max(rows) * cell[0] + 2 * PADDING, len(rows) * cell[1] + HEADING


def _across(members: Mapping[str, Sequence[Concept]], cell: tuple[int, int]) -> int:
    """How many areas stand side by side: so many that the whole is nearly `RATIO` times as wide as high, with few holes."""

    def misfit(across: int) -> tuple[float, int]:
        down = math.ceil(count / across)
        ratio = across * (width / count + GUTTER) / (down * (height / count + GUTTER))
        return abs(math.log(ratio / RATIO)) + (across * down - count) / count, across

    sizes = [_size(len(concepts), cell) for concepts in members.values()]
    count, width, height = len(sizes), sum(w for w, _ in sizes), sum(h for _, h in sizes)
    return min(range(1, count + 1), key=misfit, default=1)


def _arranged(areas: Sequence[str], links: Iterable[tuple[str, str]], across: int) -> list[list[str]]:
    """The areas in rows of so many: those with many links near each other, else in the order readers meet them."""
    spots = {area: (float(index % across), float(index // across)) for index, area in enumerate(areas)}
    settled = _settled(spots, _pulls(links), [areas])
    order = sorted(areas, key=lambda area: (settled[area][1], settled[area][0]))
    return [order[first : first + across] for first in range(0, len(order), across)]


def _regions(order: Sequence[Sequence[str]], members: Mapping[str, Sequence[Concept]], cell: tuple[int, int]) -> list[Region]:
    """Areas in a table, each column as wide and each row as high as it needs; in the order readers meet them."""
    sizes = {area: _size(len(concepts), cell) for area, concepts in members.items()}
    widths = [max(sizes[area][0] for area in column if area) for column in zip_longest(*order)]
    heights = [max(sizes[area][1] for area in row) for row in order]
    found = {
        area: Region(area, _before(widths, column), _before(heights, row), widths[column], heights[row])
        for row, areas in enumerate(order)
        for column, area in enumerate(areas)
    }
    return [found[area] for area in members]


def _before(lengths: Sequence[int], index: int) -> int:
    return MARGIN + sum(lengths[:index]) + GUTTER * index


def _pulls(links: Iterable[tuple[str, str]]) -> Mapping[str, Counter[str]]:
    """What each is linked to, and how often."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for one, other in links:
        if one != other:
            found[one][other] += 1
            found[other][one] += 1
    return found


def _settled(
    places: Mapping[str, Point], pulls: Mapping[str, Counter[str]], groups: Sequence[Sequence[str]]
) -> Mapping[str, Point]:
    """Places exchanged within each group, two at a time, until what pulls at each other is no nearer for it."""
    at = dict(places)

    def cost(id: str) -> float:
        return sum(weight * math.dist(at[id], at[other]) for other, weight in pulls[id].items()) if id in pulls else 0

    for _ in range(ROUNDS):
        better = False
        for one, other in (pair for group in groups for pair in combinations(group, 2)):
            before = cost(one) + cost(other)
            at[one], at[other] = at[other], at[one]
            if cost(one) + cost(other) < before - 1e-6:
                better = True
            else:
                at[one], at[other] = at[other], at[one]
        if not better:
            break
    return at


# Principles


def _places(
    members: Mapping[str, Sequence[Concept]],
    regions: Sequence[Region],
    links: Iterable[tuple[str, str]],
    cell: tuple[int, int],
) -> dict[str, tuple[int, int]]:
    """The middle of every principle's picture, those of an area so exchanged that the lines are short."""
    start: dict[str, Point] = {}
    for region in regions:
        ids = [concept.id for concept in members[region.area]]
        start |= dict(zip(ids, _cells(region, len(ids), cell), strict=True))
    settled = _settled(start, _pulls(links), [[concept.id for concept in concepts] for concepts in members.values()])
    return {id: (round(x), round(y)) for id, (x, y) in settled.items()}


def _cells(region: Region, count: int, cell: tuple[int, int]) -> Iterator[Point]:
    rows = _rows(count)
    spare = (region.height - HEADING - len(rows) * cell[1]) / 2
    for row, across in enumerate(rows):
        left = region.x + (region.width - across * cell[0]) / 2
        for column in range(across):
            yield left + (column + 0.5) * cell[0], region.y + HEADING + spare + row * cell[1] + PICTURE / 2


# Lines


def _heading(region: Region, title: str) -> Box:
    left, top = region.x + PADDING, region.y + 10
    return Box(left, top, left + measure(title, 17), top + 20)


def _boxes(node: Node) -> tuple[Box, Box]:
    """What a principle takes: its picture, and its title."""
    half, wide = PICTURE / 2, max(map(measure, node.lines)) / 2
    top = node.y + half
    label = Box(node.x - wide, top, node.x + wide, top + CLEAR + LINE * len(node.lines))
    return Box(node.x - half, node.y - half, node.x + half, top), label


class _Ground:
    """What stands where, by squares of the drawing, so that asking about a point is quick however large it is."""

    def __init__(self, size: Point, nodes: Iterable[Node], headings: Iterable[Box]) -> None:
        self.size = size
        self.boxes = {node.id: _boxes(node) for node in nodes}
        self.taken: dict[tuple[int, int], list[tuple[str, Box]]] = defaultdict(list)
        self.lines: Counter[tuple[int, int]] = Counter()
        for id, boxes in self.boxes.items():
            for box in boxes:
                self.take(box, id)
        for box in headings:
            self.take(box)

    def take(self, box: Box, id: str = "") -> None:
        for x in range(int(box.left - BADGE) // SQUARE, int(box.right + BADGE) // SQUARE + 1):
            for y in range(int(box.top - BADGE) // SQUARE, int(box.bottom + BADGE) // SQUARE + 1):
                self.taken[x, y].append((id, box))

    def free(self, point: Point, ends: tuple[str, ...], margin: float) -> bool:
        here = self.taken.get((int(point[0]) // SQUARE, int(point[1]) // SQUARE))
        return not here or not any(id not in ends and box.holds(point, margin) for id, box in here)

    def outside(self, id: str, point: Point) -> bool:
        return not any(box.holds(point, CLEAR) for box in self.boxes[id])

    def best(self, ways: Iterable[Curve], ends: tuple[str, str]) -> Curve:
        """The way that costs least; each is followed no further than until it costs more than the best so far."""
        found, least = None, math.inf
        for way in sorted(ways, key=curves.reach):
            if curves.chord(way) < least and (cost := self.cost(way, ends, least)) < least:
                found, least = way, cost
        assert found
        return found

    def cost(self, curve: Curve, ends: tuple[str, str], limit: float) -> float:
        """How bad a way is, up to a limit: its length, what it runs over, how much it runs on others' ways or off the map."""
        points = curves.points(curve)
        step = curves.reach(curve) / (len(points) - 1)
        cost = curves.reach(curve) - curves.chord(curve) / 2
        for x, y in points[1:-1]:
            if not self.free((x, y), ends, 3):
                cost += COVERING * step
            if not MARGIN / 3 < x < self.size[0] - MARGIN / 3 or not MARGIN / 3 < y < self.size[1] - MARGIN / 3:
                cost += COVERING * step
            cost += step * min(self.lines.get((int(x) // curves.STEP, int(y) // curves.STEP), 0), 3) * BESIDE
            if cost >= limit:
                break
        return cost

    def enter(self, curve: Curve) -> None:
        """Remember where a line runs; near its ends lines meet anyway."""
        points = curves.points(curve)
        self.lines.update({(int(x) // curves.STEP, int(y) // curves.STEP) for x, y in points[3:-3]})


def _edges(relations: Iterable[Relation], nodes: Mapping[str, Node], ground: _Ground) -> Iterator[Edge]:
    """Every relation's line; the shortest are drawn first, and the others find their way around."""
    ends = [(r.kind, *((r.target, r.source) if r.kind == "prerequisite" else (r.source, r.target))) for r in relations]
    far = {edge: math.dist(_at(nodes[edge[1]]), _at(nodes[edge[2]])) for edge in ends}
    for kind, source, target in sorted(far, key=lambda edge: (far[edge], edge)):
        way = ground.best(curves.ways(_at(nodes[source]), _at(nodes[target])), (source, target))
        ground.enter(way)
        curve = _between(way, ground, source, target)
        yield Edge(kind, source, target, _path(curve), _sign(kind, curve, ground))


def _at(node: Node) -> Point:
    return float(node.x), float(node.y)


def _between(curve: Curve, ground: _Ground, source: str, target: str) -> Curve:
    """A curve from picture to picture, less what lies in the two ends' own pictures and titles."""
    steps = [index / 200 for index in range(201)]
    start = next((t for t in reversed(steps[:150]) if not ground.outside(source, curves.at(curve, t))), 0.0)
    end = next((t for t in steps if t > start and not ground.outside(target, curves.at(curve, t))), 1.0)
    return curves.part(curve, start, end)


def _path(curve: Curve) -> str:
    (ax, ay), *others = [(round(x), round(y)) for x, y in curve]
    return f"M{ax} {ay}C{' '.join(f'{x} {y}' for x, y in others)}"


def _sign(kind: str, curve: Curve, ground: _Ground) -> str:
    """What stands on a line: an arrow's head where it ends, or the sign of a tension."""
    if kind == "tension":
        return _apart(curve, ground)
    return "" if kind in SYMMETRIC else _arrow(curve)


def _apart(curve: Curve, ground: _Ground) -> str:
    """Two heads that pull apart, in a ring, as near the line's middle as there is room."""
    spots = [curves.at(curve, 0.5 + side * shift / 24) for shift in range(8) for side in (1, -1)]
    x, y = map(round, next((spot for spot in spots if ground.free(spot, (), BADGE)), spots[0]))
    ground.take(Box(x - BADGE, y - BADGE, x + BADGE, y + BADGE))
    ring = f"M{x - BADGE} {y}a{BADGE} {BADGE} 0 1 0 {2 * BADGE} 0a{BADGE} {BADGE} 0 1 0 {-2 * BADGE} 0z"
    return f"{ring}M{x - 2} {y - 4}l-4 4 4 4M{x + 2} {y - 4}l4 4-4 4"


def _arrow(curve: Curve) -> str:
    (x, y), before = curve[3], curves.at(curve, 0.9)
    length, angle = WINGS
    back = math.atan2(before[1] - y, before[0] - x)
    (ax, ay), (bx, by) = ((x + length * math.cos(back + turn), y + length * math.sin(back + turn)) for turn in (angle, -angle))
    return f"M{ax:.0f} {ay:.0f}L{x:.0f} {y:.0f} {bx:.0f} {by:.0f}"
