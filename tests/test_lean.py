"""Markdown that looks only for what stands in a text: the same as with all of Python-Markdown."""

from collections.abc import Iterator
from random import Random

import markdown
import pytest

from kundskab import load, settings
from kundskab.lean import BEGINNINGS, SIGNS, Markdown
from kundskab.markup import CROSSLINK
from kundskab.render import Links

CONF = settings.read()
LIBRARY = load.load(CONF).knowledge
EXTENSIONS = [name for entry in CONF.extensions for name in ([entry] if isinstance(entry, str) else entry)]
HARD = (
    "a `code` b ``co`de`` \\* \\\\ [[active-listening]] [x](y) ![i](j.png) <https://a.example> <b@c.example> <i>t</i> &amp; *e* _f_ **g**\n"
    "two  \nlines[^1] [ref] [ref][r] ![img][r] ***both*** __u__ *a [b *c* d](e) f* `x*y*z` & < > \x02 klzzwxh:0001\n\n[^1]: n *m*\n\n[r]: /z\n\n"
    "!!! note\n    a\n\n    b\n\n- a\n\n    b\n\n# c\n\n    d\n\n\n\n    e\n\n![r] *f"
)
PIECES = (
    *("\n", "\n\n", " ", "  ", "   ", "    ", "  \n", "\t", "\r\n", "a", "word", "å", "\u2028", "\x02", "\x024\x03"),
    *("*", "**", "_", "__", "`", "``", "\\", "\\*", "\\>", "\\\\", "&", "&amp;", "&#38;", "<", ">", '"', "'", "<b>", "</b>"),
    *("<br>", "<div>", "</div>\n", "<!-- c -->", "https://a.b", "<https://a.b>", "<a@b.c>", '[x](y "q")', "![i](j)", "![i][r]"),
    *("[", "](", "]", "(", ")", "[^1]", "[r]", '[r]: /u "t"', "[^1]: ", "[^2]:", "# ", "##", " {#x}", "{.c}", "{: a='b' c }"),
    *("- ", "+ ", "* ", "1. ", "> ", ">", ": ", "   :   d", "!!! note\n", '!!! note "T"\n    ', "---", "- - -", "_ _  _", "***"),
    *("\n===\n", "\n---\n", "```", "```\n", "~~~\n", "|", "| a | b |\n| --- | --: |\n| *c* | d |", "///Footnotes Go Here///"),
)


def texts() -> Iterator[str]:
    yield HARD
    yield from (CROSSLINK.sub(r"[\1](\1)", page.text) for page in LIBRARY.pages())
    chance = Random(1)
    yield from ("".join(chance.choices(PIECES, k=length % 50 + 1)) for length in range(1000))


def test_the_result_is_the_same_for_all_our_pages_and_for_hard_ones() -> None:
    theirs, ours = markdown.Markdown(extensions=EXTENSIONS), Markdown(extensions=EXTENSIONS)
    for text in texts():
        assert ours.reset().convert(text) == theirs.reset().convert(text), text
        assert ours.toc_tokens == theirs.toc_tokens, text  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", SIGNS)
def test_a_sign_is_of_a_pattern_that_there_is(name: str) -> None:
    assert name in Markdown(extensions=[*EXTENSIONS, Links(LIBRARY)]).inlinePatterns


@pytest.mark.parametrize("name", BEGINNINGS)
def test_a_beginning_is_of_a_kind_of_block_that_there_is(name: str) -> None:
    assert name in Markdown(extensions=EXTENSIONS).parser.blockprocessors
