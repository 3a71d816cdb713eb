"""What comes before what: orders and cycles of a graph."""

from collections.abc import Iterable, Mapping


def topological(before: Mapping[str, Iterable[str]]) -> list[str]:
    """All ids so that each comes after those before it; where ids form a cycle, it is cut at an arbitrary place."""
    order: dict[str, None] = {}
    for start in sorted(before):
        stack = [(start, iter(before.get(start, ())))]
        open_ids = {start}
        while stack:
            id, others = stack[-1]
            other = next((o for o in others if o not in order and o not in open_ids), None)
            if other is None:
                order[id] = None
                open_ids.discard(id)
                stack.pop()
            else:
                open_ids.add(other)
                stack.append((other, iter(before.get(other, ()))))
    return list(order)


def cycles(before: Mapping[str, Iterable[str]]) -> list[list[str]]:
    """The cycles of a graph, one for each group of ids that reach each other, each from its smallest id on."""
    found: dict[frozenset[str], list[str]] = {}
    done: set[str] = set()
    for start in sorted(before):
        path: list[str] = []
        stack = [(start, iter(sorted(before.get(start, ()))))] if start not in done else []
        path.extend([start] if stack else [])
        while stack:
            id, others = stack[-1]
            other = next(others, None)
            if other is None:
                done.add(id)
                path.pop()
                stack.pop()
            elif other in path:
                loop = path[path.index(other) :]
                first = loop.index(min(loop))
                found.setdefault(frozenset(loop), [*loop[first:], *loop[:first]])
            elif other not in done:
                path.append(other)
                stack.append((other, iter(sorted(before.get(other, ())))))
    return list(found.values())
