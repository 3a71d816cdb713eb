"""The shape of front matter and data files: dataclasses, what their values must be, and what is refused told as problems.

pydantic holds data against them. It takes long to import, and is only where something is read that has not been before.
"""

from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal, TypeAlias, TypeVar, cast, dataclass_transform, get_type_hints

from kundskab.problems import Problem, did_you_mean
from kundskab.yamlfile import Document

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler, TypeAdapter, ValidationError
    from pydantic_core import CoreSchema, PydanticCustomError


class Must:
    """What a value must be, in the words of pydantic's core schemas."""

    def __init__(self, **limits: Any) -> None:
        self._limits = limits

    def __get_pydantic_core_schema__(self, source: Any, of: "GetCoreSchemaHandler") -> Mapping[str, Any]:
        return {**of(source), **self._limits}


class Pass:
    """What a value must pass: a function that gives it back or raises what was `_told`."""

    def __init__(self, test: Callable[[Any], Any]) -> None:
        self._test = test

    def __get_pydantic_core_schema__(self, source: Any, of: "GetCoreSchemaHandler") -> "CoreSchema":
        from pydantic_core.core_schema import no_info_after_validator_function

        return no_info_after_validator_function(self._test, of(source))


Text = Annotated[str, Must(strict=True, strip_whitespace=True, min_length=1)]
Summary = Annotated[str, Must(strict=True, strip_whitespace=True, min_length=1, max_length=120)]
Id = Annotated[str, Must(strict=True, pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Colour = Annotated[str, Must(strict=True, pattern=r"^#[0-9a-f]{6}$")]
Digest = Annotated[str, Must(strict=True, pattern=r"^[0-9a-f]{8}$")]
Sha = Annotated[str, Must(strict=True, pattern=r"^[0-9a-f]{64}$")]
Count = Annotated[int, Must(strict=True, ge=1, le=1440)]
Lines = Annotated[int, Must(strict=True, ge=1, le=27)]
Number = Annotated[int, Must(strict=True, ge=0)]
Days = Annotated[int, Must(strict=True, ge=1, le=3650)]
Day = Annotated[date, Must(ge=date(2000, 1, 1), le=date(2099, 12, 31))]
Switch = Annotated[bool, Must(strict=True)]
UNKNOWN = "unknown"
DATES = ("date_from_datetime_parsing", "date_type", "date_parsing", "date_from_datetime_inexact", "literal_error")


N = TypeVar("N", bound=int)
T = TypeVar("T")


def _from_to(numbers: tuple[int, ...]) -> tuple[int, ...]:
    if len(numbers) != 2:
        raise _told(f"{len(numbers)} numbers", "write two, from and to")
    if numbers[0] > numbers[1]:
        raise _told(f"from {numbers[0]} to {numbers[1]}", "put the smaller number first")
    return numbers


def _known_type(name: str) -> str:
    if name not in FOLDERS.values():
        raise _told(f'"{name}" is not a type of page', did_you_mean(name, FOLDERS.values()))
    return name


def _told(message: str, remedy: str) -> "PydanticCustomError":
    from pydantic_core import PydanticCustomError

    return PydanticCustomError("told", "{message}", {"message": message, "remedy": remedy})


Range = Annotated[tuple[N, ...], Pass(_from_to)]
Some = Annotated[tuple[T, ...], Must(min_length=1)]


def _key(name: str) -> str:
    return name.removesuffix("_")


@dataclass_transform(frozen_default=True, kw_only_default=True)
class Model:
    """Dataclasses whose fields are the keys of YAML, where `from_` is `from`."""

    __pydantic_config__: ClassVar[Mapping[str, Any]] = {"extra": "forbid", "alias_generator": _key}

    def __init_subclass__(cls) -> None:
        dataclass(frozen=True, kw_only=True)(cls)  # without slots, which take five times as long to read from a file


class Stamp(Model):
    """Which sections of the original a translation was last held against, by digest."""

    from_: Text
    on: Day
    sections: dict[str, Digest]


class Relations(Model):
    prerequisite: tuple[Id, ...] = ()
    supports: tuple[Id, ...] = ()
    tension: tuple[Id, ...] = ()
    related: tuple[Id, ...] = ()


class Source(Model):
    """Where an article comes from; `unknown` where the raw file does not say."""

    title: Text
    author: Text
    published: date | Literal["unknown"]
    language: Text
    file: Text
    sha256: Sha


class Slot(Model):
    """One block of a workshop's agenda; room to draw, as high as `drawing` lines, and `lines` to write on make it an exercise on paper."""

    id: Id
    minutes: Count
    drawing: Lines | None = None
    lines: Lines | None = None


class FrontMatter(Model):
    """What every page states in its own language; `terms` and `questions` are what readers type who are looking for it."""

    title: Text
    summary: Summary
    terms: tuple[Text, ...] = ()
    questions: tuple[Text, ...] = ()
    draft: Switch = False


class Original(FrontMatter):
    owner: Text
    added: Day
    reviewed: Day
    review_every: Days


class Translation(FrontMatter):
    translated: Stamp


class Pictured(Model):
    picture: Text | None = None


class Prepared(Model):
    room: Text
    material: Some[Text]


class Principle(Original, Pictured):
    area: Id
    relations: Relations = Relations()
    sources: Some[Id]


class PrincipleTranslation(Translation, Pictured):
    pass


class Article(Original):
    source: Source


class Workshop(Original, Prepared):
    minutes: Count
    agenda: Some[Slot]
    people: Range[Count]


class WorkshopTranslation(Translation, Prepared):
    pass


class Area(Model):
    """An area of principles in its place: its colour on light and on dark ground."""

    id: Id
    light: Colour
    dark: Colour


class Wording(Model):
    """A glossary term in one language; `marked` false keeps running text from explaining it, where its word is also another."""

    preferred: Text
    accepted: tuple[Text, ...] = ()
    discouraged: tuple[Text, ...] = ()
    definition: Text
    note: Text | None = None
    marked: bool = True


class Limits(Model):
    """What `check` asks of a page's text: its words, by type of page, and its LIX; each from and to."""

    words: dict[Annotated[str, Pass(_known_type)], Range[Number]] = field(default_factory=dict)
    lix: Range[Number] | None = None


Synonyms: TypeAlias = dict[str, tuple[Annotated[tuple[Text, ...], Must(min_length=2)], ...]]
"""By language: groups of words that search takes for one another."""

Splits: TypeAlias = dict[str, dict[str, Some[Text]]]
"""By language: compound words and the words they are made of; a word alone stays whole."""

FOLDERS: Mapping[str, str] = {
    "situations": "situation",
    "areas": "area",
    "principles": "principle",
    "reading-lists": "reading-list",
    "workshops": "workshop",
    "articles": "article",
    "": "page",
}
"""The folder is the type; pages directly in a language's folder are plain pages."""

OVERVIEWS = ("situation", "principle", "reading-list", "workshop", "article")
"""The types that have a page listing all of them, in the order of the navigation."""

SECTIONS: Mapping[str, tuple[str, ...]] = {
    "principle": ("what", "why", "how", "pitfalls", "ask", "example", "relations"),
    "article": ("point", "story", "lessons", "use"),
    "situation": ("happening", "now", "say", "principles"),
    "workshop": ("goal", "agenda"),
}
"""The sections a type must have, in their order; others may stand between them where this is a workshop."""

PARTS = ("goal", "material", "do", "say", "watch")
OPTIONAL = ("material",)
"""The parts of a workshop's block, in their order, and those that it may do without."""

DRAWN: Mapping[str, tuple[str, ...]] = {"principle": ("relations",), "workshop": ("agenda",)}
"""The sections that a page's template draws from their parts; a reading list's days are drawn too."""

ORIGINALS: Mapping[str, type[Original]] = {"principle": Principle, "article": Article, "workshop": Workshop}
TRANSLATIONS: Mapping[str, type[Translation]] = {
    "principle": PrincipleTranslation,
    "workshop": WorkshopTranslation,
}


def front_matter_model(kind: str, translated: bool) -> type[FrontMatter]:
    return TRANSLATIONS.get(kind, Translation) if translated else ORIGINALS.get(kind, Original)


M = TypeVar("M")
WRITTEN = ("front matter", "the template for this type")
KEPT = ("file", "another entry of the file")
"""What the whole of a page's data, or a data file's, is called, and where an editor sees how it is written."""


def read(model: type[M], document: Document, path: str) -> M | tuple[Problem, ...]:
    """The document as `model`, or everything that keeps it from being one."""
    from pydantic import ValidationError

    data = document.data if document.data is not None else {}
    try:
        read: M = _reader(cast(Hashable, model)).validate_python(data)
    except ValidationError as error:
        return tuple(_explain(model, document, path, error))
    return read


@cache
def _reader(model: Any) -> "TypeAdapter[Any]":
    from pydantic import TypeAdapter

    return TypeAdapter(model)


def _explain(model: type, document: Document, path: str, error: "ValidationError") -> Iterator[Problem]:
    whole, example = WRITTEN if FrontMatter in model.__mro__ else KEPT
    for fault in error.errors(include_url=False):
        place = fault["loc"]
        if place[-1:] == ("[key]",) or (fault["type"] in DATES and place[-1] in ("date", "literal['unknown']")):
            place = place[:-1]  # pydantic says so of a key, and names the alternatives of a union
        message, remedy = _words(model, place, fault, example)
        yield Problem(path, document.line(place), ".".join(map(str, place)) or whole, message, remedy)


def _words(model: type, place: tuple[str | int, ...], fault: Mapping[str, Any], example: str) -> tuple[str, str]:
    given, details = fault.get("input"), fault.get("ctx", {})
    match fault["type"]:
        case "missing":
            return "missing", f"add `{place[-1]}: …`, as {example} shows"
        case "unexpected_keyword_argument":
            known = _keys(model, place[:-1])
            return "unknown key", did_you_mean(str(place[-1]), known, f"remove it; known keys: {', '.join(sorted(known))}")
        case "string_type" if isinstance(given, bool):
            return f"YAML reads this as {str(given).lower()}", "put it in quotes"
        case "string_type":
            return f"{given!r} is not text", "put it in quotes, or fill it in"
        case "string_too_short":
            return "empty", "fill it in, or remove the key if it may be left out"
        case "string_too_long":
            return f"longer than {details['max_length']} characters", "say it shorter"
        case "string_pattern_mismatch":
            return f"{given!r} has not the form it needs", f"write it as {_form(details['pattern'])}"
        case kind if kind in DATES:
            return f"{str(given)!r} is not a date", "write it as 2026-11-22"
        case "int_type":
            return f"{given!r} is not a whole number", "write it in digits, without quotes"
        case "too_short":
            return "too few entries", f"give at least {details['min_length']}"
        case "tuple_type":
            return f"{given!r} is not a list", "write it as [one, two]"
        case "dict_type" | "dataclass_type":
            return "not keys and values", "write them as `key: …`, one a line"
        case "told":
            return details["message"], details["remedy"]
        case _:
            return str(fault["msg"]).lower(), f"compare it with {example}"


def _form(pattern: str) -> str:
    forms = {
        "^[a-z0-9]": "kebab-case ASCII, such as active-listening",
        "^#": "a colour such as #105f8b",
        "^[0-9a-f]{8}": "eight hex digits (scripts/stamp writes them)",
        "^[0-9a-f]{64}": "the 64 hex digits that `sha256sum` prints",
    }
    return next(form for start, form in reversed(forms.items()) if pattern.startswith(start))


def _keys(model: type, place: tuple[str | int, ...]) -> list[str]:
    """The keys that may stand at a place of a model."""
    for step in place:
        if not isinstance(step, int):
            hints = {_key(name): hint for name, hint in get_type_hints(model).items()}
            model = next(_models(hints[step]))
    return [_key(field.name) for field in fields(model)]


def _models(hint: Any) -> Iterator[type]:
    if isinstance(hint, type) and is_dataclass(hint):
        yield hint
    for inner in getattr(hint, "__args__", ()):
        yield from _models(inner)
