"""YAML with the line of every value, through PyYAML's C loader."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import yaml

CONTROL = re.compile(r"[\0-\x08\x0b-\x1f\x7f]")
Place = tuple[str | int, ...]
DEEPEST = 20
TEXT, MAPPING, SEQUENCE = (f"tag:yaml.org,2002:{kind}" for kind in ("str", "map", "seq"))


@dataclass(frozen=True, slots=True)
class Document:
    """`data` as YAML means it; `lines` the line of each place in it, such as ("relations", "tension", 0)."""

    data: Any
    lines: Mapping[Place, int]

    def line(self, place: Place) -> int:
        """The line of a place, or of the nearest place around it."""
        while place not in self.lines and place:
            place = place[:-1]
        return self.lines.get(place, 1)


class Malformed(ValueError):
    """Text that is not YAML as we read it: `line` counts from 1."""

    def __init__(self, line: int, message: str, remedy: str = 'mend it; a text with ": " or " #" in it needs quotes') -> None:
        super().__init__(message)
        self.line = line
        self.remedy = remedy


class _Loader(yaml.CSafeLoader):
    """Booleans as YAML 1.2 has them, true and false: so the key `on` and the code `no` stay words."""

    yaml_implicit_resolvers = {  # noqa: RUF012 (PyYAML's own name and kind)
        first: [
            (tag, re.compile(r"^(?:true|True|TRUE|false|False|FALSE)$") if tag.endswith(":bool") else pattern)
            for tag, pattern in resolvers
        ]
        for first, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
    }


def _timestamp(loader: _Loader, node: yaml.ScalarNode) -> Any:
    try:
        return loader.construct_yaml_timestamp(node)
    except ValueError as error:
        raise yaml.constructor.ConstructorError(None, None, str(error), node.start_mark) from error


_Loader.add_constructor("tag:yaml.org,2002:timestamp", _timestamp)


def parse(text: str, first_line: int = 1) -> Document:
    """Read one YAML document whose first line is number `first_line` of its file.

    Raises Malformed where the text is not YAML, uses a key twice, or refers to itself.
    """
    loader = _Loader(text)
    try:
        node = loader.get_single_node()
        if node is None:
            return Document(None, {(): first_line})
        lines: dict[Place, int] = {}
        return Document(_read(loader, node, (), first_line, lines, set()), lines)
    except yaml.MarkedYAMLError as error:
        scanning = (error.context or "").startswith("while scanning")
        mark = (error.context_mark if scanning else None) or error.problem_mark or error.context_mark
        raise Malformed(first_line + (mark.line if mark else 0), error.problem or "not YAML") from error
    except RecursionError as error:
        raise Malformed(first_line, "nested too deep", "write it flatter") from error
    except (yaml.YAMLError, ValueError) as error:
        if isinstance(error, Malformed):
            raise
        raise Malformed(first_line, str(error).splitlines()[0]) from error
    finally:
        loader.dispose()


def _read(loader: _Loader, node: yaml.Node, place: Place, first: int, lines: dict[Place, int], seen: set[int]) -> Any:
    """The value of a node and the lines of all that is in it, in one pass; keys are always words."""
    line = first + node.start_mark.line
    lines.setdefault(place, line)
    if len(place) > DEEPEST:
        raise Malformed(line, "nested too deep", "write it flatter")
    if id(node) in seen:
        raise Malformed(line, "an alias", "write the value out; aliases are not read")
    seen.add(id(node))
    if node.tag == TEXT:
        if CONTROL.search(node.value):
            raise Malformed(line, "a control character in a text", "leave it out; only tabs and line breaks are read")
        return node.value
    if node.tag == MAPPING and isinstance(node, yaml.MappingNode):
        data = {}
        for key, value in node.value:
            name, inner = str(key.value), (*place, str(key.value))
            if inner in lines:
                raise Malformed(first + key.start_mark.line, f'the key "{name}" stands twice', "remove one of them")
            lines[inner] = first + key.start_mark.line
            data[name] = _read(loader, value, inner, first, lines, seen)
        return data
    if node.tag == SEQUENCE and isinstance(node, yaml.SequenceNode):
        return [_read(loader, item, (*place, index), first, lines, seen) for index, item in enumerate(node.value)]
    return loader.construct_object(node)
