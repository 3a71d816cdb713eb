"""The Markdown of a page as the model sees it: sections with ids, links, lists, sentences, words."""

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import accumulate, chain, filterfalse
from typing import NamedTuple

HEADING = re.compile(r"^(#{1,6})[ \t]+(.*?)[ \t]*#*[ \t]*$")
HEADING_ID = re.compile(r"^(.*?)[ \t]*\{:?[ \t]*#([^\s}]+)[^}]*\}$")
LOOSE = re.compile(r"#{1,6}[^#\s]|(?:=+|-+)[ \t]*$")
FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})")
CODE = re.compile(r"(`+)(?!`).*?(?<!`)\1(?!`)")
CROSSLINK = re.compile(
    r"\[\[[ \t]*([^\s\[\]|#\\](?:[^\[\]|#\n\\]*[^\s\[\]|#\\])?)[ \t]*(?:#([^\[\]|\n\\]+))?(?:\\?\|((?:[^\[\]\n]|\n(?!\s*\n))+))?\]\]"
)
HREF = re.compile(r"""\]\(\s*<?([^()\s<>]+)>?(?:\s+(?:"[^"]*"|'[^']*'))?\s*\)|^ {0,3}\[[^\]^][^\]]*\]:\s*<?([^\s<>]+)""", re.M)
LINK = re.compile(r"!?\[([^\[\]]*)\]\(([^()\s]+)(?:\s+\"[^\"]*\")?\)")
ITEM = re.compile(r"^( {0,3})(?:[-*+]|\d+[.)])[ \t]+")
LATER_ITEM = re.compile("\n" + ITEM.pattern.removeprefix("^"))
ROW = re.compile(r"^ {0,3}\|")
PART = re.compile(r"^:[ \t]{1,3}(.*)$")
SENTENCE_END = re.compile(r"(?<=[.!?…])([»«”\"')]*)\s+(?=[^a-zæøåäö])")
LETTER = re.compile(r"\w")
WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
INTRODUCTION = "introduction"

UNSPOKEN: Sequence[tuple[str, re.Pattern[str], str | Callable[[re.Match[str]], str]]] = (
    ("](", LINK, r"\1"),
    ("!!!", re.compile(r'^!!!\+?[ \t]+\w+[ \t]*"?([^"\n]*)"?[ \t]*$', re.M), r"\1"),
    ("???", re.compile(r'^\?\?\?\+?[ \t]+\w+[ \t]*"?([^"\n]*)"?[ \t]*$', re.M), r"\1"),
    ("[^", re.compile(r"\[\^[^\]]+\]:?"), ""),
    ("|", re.compile(r"^\|.*\|[ \t]*$", re.M), lambda row: row[0].replace("|", " ") if LETTER.search(row[0]) else ""),
    ("", re.compile(r"^\s*(?:#{1,6}\s.*|>+\s?|[-*+]\s+|\d+[.)]\s+|:\s+|\|?[\s:|-]+\|)", re.M), ""),
    ("{", re.compile(r"\{[:#.][^}]*\}"), ""),
    ("_", re.compile(r"(?<!\w)_+|_+(?!\w)"), ""),
)
"""Signs of Markdown that are not read aloud, and what is left of them, each looked for only where its first letters stand."""


class Section(NamedTuple):
    """A heading and what stands under it up to the next of its level: from `start` to `end` of the `page`; `line` is the heading's
    line, `first` the text's.
    """

    id: str
    title: str
    level: int
    line: int
    first: int
    page: str
    start: int
    end: int

    @property
    def text(self) -> str:
        """What stands under the heading, without blank lines around it."""
        return self.page[self.start : self.end]

    @property
    def digest(self) -> str:
        return digest(self.title, self.text)


class Crosslink(NamedTuple):
    """`[[target#anchor|words]]` at a line, in the `##` section of that id ("" before the first)."""

    target: str
    anchor: str | None
    words: str | None
    line: int
    section: str


class Body(NamedTuple):
    """`sections` are all headings of level 2 and 3 in order; `introduction` is what stands before the first,
    from line `first` on."""

    introduction: str
    first: int
    sections: tuple[Section, ...]
    links: tuple[Crosslink, ...]
    faults: tuple[tuple[int, str, str], ...]

    @property
    def texts(self) -> list[tuple[int, str, str]]:
        """All text in order, each with its first line and the id of its section: the introduction, then what is under each `##`."""
        sections = [(section.first, section.id, section.text) for section in self.sections if section.level == 2]
        return [(self.first, INTRODUCTION, self.introduction), *sections]


def digest(*texts: str) -> str:
    """Eight hex digits of SHA-256, blind to white space and line breaks."""
    return hashlib.sha256("\n".join(" ".join(text.split()) for text in texts).encode()).hexdigest()[:8]


def parse(text: str, first_line: int = 1) -> Body:
    """Read a page's Markdown; its first line is number `first_line` of the file.

    Faults are (line, message, remedy) of headings that the model has no place for.
    """
    lines = text.split("\n")
    headings: list[tuple[int, int, str, str]] = []
    faults: list[tuple[int, str, str]] = []
    above = 1
    for index, line in prose(text):
        number = first_line + index
        if LOOSE.match(line) and (line[0] == "#" or (index and lines[index - 1].strip())):
            faults.append((number, "a heading in a form of its own", "write `## Title {#id}`, with a space after the signs"))
        elif line.startswith("#") and (match := HEADING.match(line)):
            level, title, id = len(match[1]), *_heading_id(match[2])
            if fault := _misplaced(level, title, id, above):
                faults.append((number, *fault))
            elif level in (2, 3):
                headings.append((index, level, title, id))
            above = level
    links, open_ = _links(text, headings, first_line)
    begins = [0, *accumulate(len(line) + 1 for line in lines)]
    first, start, end = _trimmed(text, 0, begins[headings[0][0]] if headings else len(text), first_line)
    sections = tuple(_sections(text, begins, headings, first_line))
    return Body(text[start:end], first, sections, tuple(links), (*faults, *open_))


def without_code(text: str) -> str:
    """The text with blanks for code, line for line."""
    if "`" not in text and "~~~" not in text:
        return text
    outside = dict(prose(text))
    lines = [outside.get(index, "") for index in range(text.count("\n") + 1)]
    return "\n".join(CODE.sub(lambda code: " " * len(code[0]), line) for line in lines)


def _links(
    text: str, headings: list[tuple[int, int, str, str]], first_line: int
) -> tuple[list[Crosslink], list[tuple[int, str, str]]]:
    bare = without_code(text) if "[[" in text else ""
    links = []
    for match in CROSSLINK.finditer(bare):
        index = bare.count("\n", 0, match.start())
        section = next((id for line, level, _, id in reversed(headings) if level == 2 and line <= index), "")
        links.append(Crosslink(match[1], match[2], match[3], first_line + index, section))
    if bare.count("[[") == len(links):
        return links, []
    rest = CROSSLINK.sub(lambda link: "\n" * link[0].count("\n"), bare)
    faults = [
        (first_line + n, "a link that is not closed", "write [[id]] or [[id|words]]")
        for n, line in enumerate(rest.split("\n"))
        if "[[" in line
    ]
    return links, faults


def _trimmed(text: str, start: int, end: int, number: int) -> tuple[int, int, int]:
    """A part of a text without white space around it: the number of its first line, which was `number`, its start and its end."""
    part = text[start:end]
    blank = len(part) - len(part.lstrip())
    if blank == len(part):
        return number, start, start
    return number + part.count("\n", 0, blank), start + blank, start + len(part.rstrip())


def prose(text: str) -> Iterable[tuple[int, str]]:
    """The lines outside fenced code, with their index."""
    lines = text.split("\n")
    return _outside(lines) if "```" in text or "~~~" in text else enumerate(lines)


def _outside(lines: list[str]) -> Iterator[tuple[int, str]]:
    fence = ""
    for index, line in enumerate(lines):
        if ("```" in line or "~~~" in line) and (match := FENCE.match(line)):
            if not fence:
                fence = match[1]
            elif match[1][0] == fence[0] and len(match[1]) >= len(fence) and not line.strip().strip(fence[0]):
                fence = ""
        elif not fence:
            yield index, line


def _misplaced(level: int, title: str, id: str, above: int) -> tuple[str, str] | None:
    """What is wrong with a heading, and the remedy; `above` is the level of the one before it."""
    if level == 1:
        return "a heading of the first level", "use ##; the page's title stands in front matter"
    if level in (2, 3) and not id:
        return f'the heading "{title}" has no id', "add one, such as {#how}"
    if level > above + 1:
        return f'the heading "{title}" skips a level', f"use {'#' * (above + 1)}, one below the heading before it"
    return None


def _heading_id(text: str) -> tuple[str, str]:
    match = HEADING_ID.match(text)
    return (match[1], match[2]) if match else (text, "")


def _sections(text: str, begins: Sequence[int], headings: list[tuple[int, int, str, str]], first_line: int) -> Iterator[Section]:
    """`begins` are where the text's lines begin."""
    for position, (index, level, title, id) in enumerate(headings):
        end = next((begins[later] for later, other, *_ in headings[position + 1 :] if other <= level), len(text))
        first, *place = _trimmed(text, min(begins[index + 1], len(text)), end, first_line + index + 1)
        yield Section(id, title, level, first_line + index, first, text, *place)


def items(text: str) -> list[tuple[int, str]]:
    """The items of the outermost lists in a section's text: (line within it, Markdown of the item)."""
    found: list[tuple[int, list[str]]] = []
    inside = False
    for index, line in prose(text) if ITEM.match(text) or LATER_ITEM.search(text) else ():
        if match := ITEM.match(line):
            found.append((index, [line[match.end() :]]))
            inside = True
        elif inside and (line.startswith((" ", "\t")) or (line.strip() and found[-1][1][-1].strip() and line[0] not in ">#:")):
            found[-1][1].append(line.strip())
        elif line.strip():
            inside = False
        elif inside:
            found[-1][1].append("")
    return [(index, "\n".join(item).strip()) for index, item in found]


def quotation(text: str) -> str:
    """The text of a section's block quotes."""
    return " ".join(line.lstrip("> ").strip() for _, line in prose(text) if line.startswith(">")).strip()


def parts(text: str) -> list[tuple[str, str]]:
    """A definition list as (term, Markdown of its definition), in order."""
    found: list[tuple[str, list[str]]] = []
    before = ""
    for line in text.split("\n") if text.startswith(":") or "\n:" in text else ():
        if match := PART.match(line):
            found.append((before.strip(), [match[1]]))
        elif found and (line.startswith("    ") or not line.strip()):
            found[-1][1].append(line[4:])
        if line.strip() and not line.startswith((" ", ":")):
            before = line
    return [(term, "\n".join(definition).strip()) for term, definition in found]


def plain(text: str, title_of: Callable[[str], str]) -> str:
    """Markdown as one paragraph of running text; `title_of` gives the title behind a bare `[[id]]`."""
    text = spoken(text, title_of).strip()
    return text if text.isprintable() and "  " not in text else " ".join(text.split())  # of blanks only " " is printable


def spoken(text: str, title_of: Callable[[str], str]) -> str:
    """The same with its white space."""
    if "[[" in text:
        text = CROSSLINK.sub(lambda link: link[3] or title_of(link[1]), text)
    for sign, pattern, rest in UNSPOKEN:
        if sign in text:
            text = pattern.sub(rest, text)
    return text.replace("*", "").replace("`", "")


def paragraphs(text: str) -> Iterator[tuple[int, str]]:
    """Blocks of a section's text that read on their own, paragraphs, list items and rows: (line within it, Markdown)."""
    first, block = 0, list[str]()
    for index, line in chain(prose(text), [(-1, "")]):
        apart = not line.strip() or (line[0] == "#" and HEADING.match(line))
        if block and (apart or index != first + len(block) or ITEM.match(line) or ROW.match(line)):
            yield first, "\n".join(block)
            block = []
        if not apart:
            first = first if block else index
            block.append(line)


def sentences(text: str) -> list[str]:
    """Running text cut at the ends of its sentences."""
    return SENTENCE_END.sub(r"\1\n", text).split("\n")


def words(texts: Iterable[str]) -> int:
    """How many words there are; most stand between blanks as they are, so that only the rest are looked for."""
    runs = " ".join(texts).split()
    others = list(filterfalse(str.isalnum, runs))
    return len(runs) - len(others) + len(WORD.findall(" ".join(others)))
