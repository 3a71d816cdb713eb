"""The Markdown of a page as the model sees it: sections with ids, links, lists, sentences, words."""

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

HEADING = re.compile(r"^(#{1,6})[ \t]+(.*?)[ \t]*#*[ \t]*$")
HEADING_ID = re.compile(r"^(.*?)[ \t]*\{:?[ \t]*#([^\s}]+)[^}]*\}$")
FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})")
CODE = re.compile(r"(`+)(?!`).*?(?<!`)\1(?!`)")
CROSSLINK = re.compile(r"\[\[([^\[\]|#\n]+)(?:#([^\[\]|\n]+))?(?:\|([^\[\]\n]+))?\]\]")
LINK = re.compile(r"!?\[([^\[\]]*)\]\(([^()\s]+)(?:\s+\"[^\"]*\")?\)")
ITEM = re.compile(r"^( {0,3})(?:[-*+]|\d+[.)])[ \t]+")
PART = re.compile(r"^:[ \t]{1,3}(.*)$")
SENTENCE_END = re.compile(r"(?<=[.!?…])[»”\"')]*\s+(?=[^a-zæøåäö])")
WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
INTRODUCTION = "introduction"


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands under it up to the next of its level; `text` is without the heading, `line` is its line."""

    id: str
    title: str
    level: int
    line: int
    text: str

    @property
    def digest(self) -> str:
        return digest(self.title, self.text)


@dataclass(frozen=True, slots=True)
class Crosslink:
    """`[[target#anchor|words]]` at a line, in the `##` section of that id ("" before the first)."""

    target: str
    anchor: str | None
    words: str | None
    line: int
    section: str


@dataclass(frozen=True, slots=True)
class Body:
    """`sections` are all headings of level 2 and 3 in order; `introduction` is what stands before the first."""

    introduction: str
    sections: tuple[Section, ...]
    links: tuple[Crosslink, ...]
    faults: tuple[tuple[int, str, str], ...]


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
    links: list[Crosslink] = []
    section = ""
    for index, line in prose(lines):
        number = first_line + index
        if line.startswith("#") and (match := HEADING.match(line)):
            level, title, id = len(match[1]), *_heading_id(match[2])
            if level == 1:
                faults.append((number, "a heading of the first level", "use ##; the page's title stands in front matter"))
            elif level in (2, 3) and not id:
                faults.append((number, f'the heading "{title}" has no id', "add one, such as {#how}"))
            elif level in (2, 3):
                headings.append((index, level, title, id))
                section = id if level == 2 else section
        for match in () if "[[" not in line else CROSSLINK.finditer(CODE.sub(lambda code: " " * len(code[0]), line)):
            links.append(Crosslink(match[1].strip(), match[2], match[3], number, section))
    introduction = "\n".join(lines[: headings[0][0]] if headings else lines).strip()
    return Body(introduction, tuple(_sections(lines, headings, first_line)), tuple(links), tuple(faults))


def prose(lines: list[str]) -> Iterator[tuple[int, str]]:
    """The lines outside fenced code, with their index."""
    fence = ""
    for index, line in enumerate(lines):
        if ("```" in line or "~~~" in line) and (match := FENCE.match(line)):
            if not fence:
                fence = match[1]
            elif match[1][0] == fence[0] and len(match[1]) >= len(fence) and not line.strip().strip(fence[0]):
                fence = ""
        elif not fence:
            yield index, line


def _heading_id(text: str) -> tuple[str, str]:
    match = HEADING_ID.match(text)
    return (match[1], match[2]) if match else (text, "")


def _sections(lines: list[str], headings: list[tuple[int, int, str, str]], first_line: int) -> Iterator[Section]:
    for position, (index, level, title, id) in enumerate(headings):
        end = next((later for later, other, *_ in headings[position + 1 :] if other <= level), len(lines))
        yield Section(id, title, level, first_line + index, "\n".join(lines[index + 1 : end]).strip())


def items(text: str) -> list[tuple[int, str]]:
    """The items of the outermost lists in a section's text: (line within it, Markdown of the item)."""
    found: list[tuple[int, list[str]]] = []
    for index, line in prose(text.split("\n")):
        if match := ITEM.match(line):
            found.append((index, [line[match.end() :]]))
        elif found and (line.startswith((" ", "\t")) or (line.strip() and found[-1][1][-1].strip() and line[0] not in ">#:")):
            found[-1][1].append(line.strip())
        elif found and line.strip():
            break
        elif found:
            found[-1][1].append("")
    return [(index, "\n".join(item).strip()) for index, item in found]


def quotation(text: str) -> str:
    """The text of a section's block quotes."""
    return " ".join(line.lstrip("> ").strip() for _, line in prose(text.split("\n")) if line.startswith(">")).strip()


def parts(text: str) -> list[tuple[str, str]]:
    """A definition list as (term, Markdown of its definition), in order."""
    found: list[tuple[str, list[str]]] = []
    before = ""
    for line in text.split("\n"):
        if match := PART.match(line):
            found.append((before.strip(), [match[1]]))
        elif found and (line.startswith("    ") or not line.strip()):
            found[-1][1].append(line[4:])
        if line.strip() and not line.startswith((" ", ":")):
            before = line
    return [(term, "\n".join(definition).strip()) for term, definition in found]


def plain(text: str, title_of: Callable[[str], str]) -> str:
    """Markdown as one paragraph of running text; `title_of` gives the title behind a bare `[[id]]`."""
    text = CROSSLINK.sub(lambda link: link[3] or title_of(link[1].strip()), text)
    text = LINK.sub(lambda link: link[1], text)
    text = re.sub(r"^\s*(?:#{1,6}\s.*|>+\s?|[-*+]\s+|\d+[.)]\s+|:\s+|\|?[\s:|-]+\|)", "", text, flags=re.M)
    text = re.sub(r"\{[:#.][^}]*\}", "", text)
    return " ".join(re.sub(r"[*`]+|(?<!\w)_+|_+(?!\w)", "", text).split())


def paragraphs(text: str) -> Iterator[str]:
    """Blocks of a section's text that read on their own: paragraphs and list items."""
    block: list[str] = []
    for _, line in [*prose(text.split("\n")), (0, "")]:
        if block and (not line.strip() or ITEM.match(line) or HEADING.match(line)):
            yield "\n".join(block)
            block = []
        if line.strip() and not HEADING.match(line):
            block.append(line)


def sentences(text: str) -> list[str]:
    """Running text cut at the ends of its sentences."""
    return SENTENCE_END.split(text)


def words(texts: Iterable[str]) -> int:
    return sum(len(WORD.findall(text)) for text in texts)
