"""Markdown with patterns tried only where their signs stand: the same as with all of them tried everywhere."""

from collections.abc import Iterator

import markdown
import pytest
from markdown.extensions import Extension

from kundskab import load, settings
from kundskab.inline import SIGNS, Inline
from kundskab.markup import CROSSLINK
from kundskab.render import Links

CONF = settings.read()
LIBRARY = load.load(CONF).knowledge
HARD = (
    "a `code` b ``co`de`` \\* \\\\ [[active-listening]] [x](y) ![i](j.png) <https://a.example> <b@c.example> <i>t</i> &amp; *e* _f_ **g**\n"
    "two  \nlines[^1] [ref] [ref][r] ![img][r] ***both*** __u__ *a [b *c* d](e) f* `x*y*z` & < > \x02 klzzwxh:0001\n\n[^1]: n *m*\n\n[r]: /z"
)


class Ours(Extension):
    def extendMarkdown(self, md: markdown.Markdown) -> None:
        md.treeprocessors.register(Inline(md), "inline", 20)


def texts() -> Iterator[str]:
    yield HARD
    yield from (CROSSLINK.sub(r"[\1](\1)", page.text) for page in LIBRARY.pages())


def test_the_result_is_the_same_for_all_our_pages_and_for_hard_ones() -> None:
    names = [name for entry in CONF.extensions for name in ([entry] if isinstance(entry, str) else entry)]
    theirs, ours = markdown.Markdown(extensions=names), markdown.Markdown(extensions=[*names, Ours()])
    for text in texts():
        assert ours.reset().convert(text) == theirs.reset().convert(text)


@pytest.mark.parametrize("name", SIGNS)
def test_a_sign_is_of_a_pattern_that_there_is(name: str) -> None:
    md = markdown.Markdown(extensions=["footnotes", Links(LIBRARY)])
    assert name in md.inlinePatterns
