"""Gentle curves between two points, as cubic Béziers: ways there, points and pieces of them.

Lengths are in the units of the points.
"""

import math
from collections.abc import Iterator
from itertools import pairwise, product
from typing import TypeAlias

Point: TypeAlias = tuple[float, float]
Curve: TypeAlias = tuple[Point, Point, Point, Point]
"""Where it begins, two points that it leans to, where it ends."""

STEP, MOST = 12, 72
"""How far a curve's points are from each other, and how many they are at most."""
SIDES = ((1, 0), (-1, 0), (0, 1), (0, -1))
"""The directions that a turn begins and ends in."""
BOWS = (0.0, 0.06, -0.06, 0.12, -0.12, 0.2, -0.2, 0.3, -0.3, 0.42, -0.42, 0.56, -0.56)
LEANS = (0.5, 0.2, 0.8)
"""How far a bow goes to either side, and where, of the way's length."""
FAR = 900
"""From here on only a few bows are tried: the others would run as far over everything."""


def ways(a: Point, b: Point) -> Iterator[Curve]:
    """Gentle curves from one point to another: bows to either side, and, unless they are far apart, turns from side to side."""
    dx, dy = b[0] - a[0], b[1] - a[1]
    length = math.hypot(dx, dy)
    near = length < FAR
    for bow, lean in product(BOWS, LEANS) if near else product(BOWS[:7], LEANS[:1]):
        control = (a[0] + dx * lean - dy * bow, a[1] + dy * lean + dx * bow)
        yield a, mixed(a, control, 2 / 3), mixed(b, control, 2 / 3), b
    for arm in (0.35 * length, 0.65 * length) if near else ():
        for one in SIDES:
            for other in SIDES:
                yield a, (a[0] + one[0] * arm, a[1] + one[1] * arm), (b[0] + other[0] * arm, b[1] + other[1] * arm), b


def mixed(a: Point, b: Point, share: float) -> Point:
    return a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share


def at(curve: Curve, t: float) -> Point:
    """The point of a curve at a parameter from 0 to 1, by Bernstein's polynomials."""
    a, b, c, d = curve
    s = 1 - t
    p, q, r, u = s * s * s, 3 * s * s * t, 3 * s * t * t, t * t * t
    return p * a[0] + q * b[0] + r * c[0] + u * d[0], p * a[1] + q * b[1] + r * c[1] + u * d[1]


def chord(curve: Curve) -> float:
    return math.dist(curve[0], curve[3])


def reach(curve: Curve) -> float:
    """About how long a curve is: between its chord and its control points' polygon (Gravesen, 1997)."""
    return (chord(curve) + sum(math.dist(a, b) for a, b in pairwise(curve))) / 2


def points(curve: Curve) -> list[Point]:
    """Points along a curve, at even steps of its parameter."""
    count = max(6, min(MOST, round(reach(curve) / STEP)))
    return [at(curve, index / count) for index in range(count + 1)]


def part(curve: Curve, start: float, end: float) -> Curve:
    """The piece of a curve between two parameters, by de Casteljau's construction."""
    return _head(_head(curve, end), start / end, rest=True)


def _head(curve: Curve, t: float, rest: bool = False) -> Curve:
    a, b, c, d = curve
    ab, bc, cd = mixed(a, b, t), mixed(b, c, t), mixed(c, d, t)
    abc, bcd = mixed(ab, bc, t), mixed(bc, cd, t)
    middle = mixed(abc, bcd, t)
    return (middle, bcd, cd, d) if rest else (a, ab, abc, middle)
