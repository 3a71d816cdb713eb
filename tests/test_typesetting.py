"""Rendered HTML as Typst code, and the code as a PDF."""

import io
import re
from collections.abc import Callable
from datetime import date
from itertools import accumulate
from pathlib import Path

import pytest
import typst
from pypdf import PdfReader

from kundskab import load
from kundskab.handout import booklet
from kundskab.handout.compiling import compile_pdf
from kundskab.handout.typesetting import Typesetter, Unsettable
from kundskab.knowledge import Knowledge
from kundskab.render import Links, Place, Renderer
from kundskab.settings import PROJECT, Settings


def setter(images: Path | None = None) -> Typesetter:
    labels = {"https://example.org/principles/other/": "other"}
    return Typesetter(
        "da/workshops/x.md", "x", 0, "https://example.org/", labels.get, lambda url: images / url if images else None, {"a"}
    )


GOLDEN = [
    ("<p>En <strong>stærk</strong> og <em>blød</em> idé</p>", '#par[#"En ";#strong[#"stærk";];#" og ";#emph[#"blød";];#" idé";]'),
    ("<h2 id='a'>Mål</h2>", '#heading(level: 1)[#"Mål";] <x--a>'),
    ("<ul><li>et</li><li>to</li></ul>", '#list([#"et";], [#"to";])'),
    ("<ol start='3'><li><p>et</p></li></ol>", '#enum(start: 3, [#par[#"et";]])'),
    ("<ul><li>et<ul><li>under</li></ul></li></ul>", '#list([#"et";\n#list([#"under";])])'),
    ("<blockquote><p>ord</p></blockquote>", '#quote(block: true)[#par[#"ord";]]'),
    ("<hr>", "#rule()"),
    ("<pre><code>a [b] #c\n</code></pre>", '#raw(block: true, "a [b] #c")'),
    ("<p><code>#x</code><br>y</p>", '#par[#raw("#x");#linebreak();#"y";]'),
    ("<dl><dt>Ord</dt><dd>Det</dd></dl>", '#terms(terms.item([#"Ord";], [#"Det";]))'),
    ('<p><a href="#a">her</a></p>', '#par[#internal(<x--a>)[#"her";];]'),
    ('<p><a href="#not-printed">her</a></p>', '#par[#"her";]'),
    ('<p><a href="https://example.org/principles/other/">der</a></p>', '#par[#internal(<other>)[#"der";];]'),
    ('<p><a href="https://web.example/">ude</a></p>', '#par[#external("https://web.example/")[#"ude";];]'),
    ('<p><a href="https://example.org/about/">om</a></p>', '#par[#elsewhere("https://example.org/about/")[#"om";];]'),
    ("<p>15 min, 20 % og 7 kunder</p>", '#par[#"15\u00a0min, 20\u00a0% og 7 kunder";]'),
    (
        '<div class="admonition tip"><p class="admonition-title">Tip</p><p>Gør det.</p></div>',
        '#admonition("tip", [#"Tip";])[#par[#"Gør det.";]]',
    ),
    (
        '<table><thead><tr><th align="right">A</th><th>B</th></tr></thead><tbody><tr><td>1</td><td>2</td></tr></tbody></table>',
        '#datatable((auto, auto,), (right, left,), ([#"A";], [#"B";],), [#"1";], [#"2";])',
    ),
    (
        '<p>Et tal<sup id="fnref:1"><a class="footnote-ref" href="#fn:1">1</a></sup></p>'
        '<div class="footnote"><ol><li id="fn:1"><p>Kilden<a class="footnote-backref" href="#fnref:1">↩</a></p></li></ol></div>',
        '#par[#"Et tal";#[#footnote[#"Kilden";] <x--fn-1>];]',
    ),
    ('<p>#panic("x") $a$ *b* @c \\</p>', '#par[#"#panic(\\"x\\") $a$ *b* @c \\\\";]'),
]


@pytest.mark.parametrize(("html", "code"), GOLDEN)
def test_html_becomes_typst(html: str, code: str) -> None:
    assert setter().set(html) == code


def compiled(code: str, images: dict[str, bytes] | None = None) -> PdfReader:
    source = f'#import "handout.typ": *\n#set document(title: "x")\n#set text(lang: "da", font: serif, fallback: false)\n{code}'
    return PdfReader(io.BytesIO(compile_pdf(source, images or {}, date(2026, 11, 22))[0]))


EVERYTHING = """
Tekst med *vægt* og en fodnote.[^1]

| Ord | Antal |
| --- | ----: |
| ét | 1 |

!!! tip "Husk"
    Lyt først.

1. et
    - under

Ord
:   Forklaring

> citat

![En prik](dot.svg)

[^1]: Kilden.
"""


def test_everything_markdown_makes_is_set(knowledge: Knowledge, settings_for: Callable[[Path], Settings], tmp_path: Path) -> None:
    (tmp_path / "dot.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><circle cx="4" cy="4" r="4"/></svg>'
    )
    renderer = Renderer(settings_for(PROJECT / "docs").extensions, Links(knowledge, href=lambda place, address: "dot.svg"))
    html = renderer.html(EVERYTHING, Place(knowledge.page("about", "da"), "da", "about/"))
    typesetter = setter(tmp_path)
    pdf = compiled(typesetter.set(html), typesetter.images)
    shown = " ".join(pdf.pages[0].extract_text().split())
    for words in ("Tekst med vægt", "Kilden.", "Antal", "Husk", "Lyt først.", "under", "Forklaring", "citat"):
        assert words in shown


def test_page_text_never_becomes_code() -> None:
    shown = compiled(setter().set('<p>#panic("x") #import "a" ] } $ @b &lt;c&gt; æøåäö „“ – …</p>')).pages[0].extract_text()
    assert '#panic("x") #import "a" ] } $ @b <c>' in shown and "æøåäö" in shown


@pytest.mark.parametrize(
    ("html", "message"),
    [
        ("<p><img src='no.png' alt='x'></p>", "the image no.png is missing"),
        ("<p><img src='dot.svg'></p>", "has no alternative text"),
        ("<p><img src='page.txt' alt='x'></p>", "is not an image that can be printed"),
        ("<table><tbody><tr><td>1</td></tr></tbody></table>", "a table without a head"),
        ("<p><video></video></p>", "<video> cannot be printed"),
        (f"<table><tr>{'<th>a</th>' * 14}</tr></table>", "a table of 14 columns; paper has room for 12"),
    ],
)
def test_what_cannot_be_printed_is_named_with_its_page(html: str, message: str, tmp_path: Path) -> None:
    (tmp_path / "dot.svg").write_text("<svg/>")
    (tmp_path / "page.txt").write_text("x")
    with pytest.raises(Unsettable, match=re.escape(message)) as caught:
        setter(tmp_path).set(html)
    assert str(caught.value).startswith("da/workshops/x.md: ")


def test_a_letter_that_no_font_has_is_an_error_and_not_a_gap() -> None:
    with pytest.raises(typst.TypstError):
        compiled(setter().set("<p>🥖</p>"))


def test_letters_of_other_languages_and_long_words_are_set() -> None:
    word = "Sammensætningsordbogsredaktionsudvalgsformandsvalgprotokolskriverstillingsopslaget"
    shown = compiled(setter().set(f"<p>Łódź, Straße, αβγ → {word}</p>")).pages[0].extract_text()
    assert "Łódź, Straße, αβγ →" in shown and word in shown.replace("\n", "").replace("-", "").replace("\u00ad", "")


@pytest.mark.parametrize("lang", ["da", "nb", "sv"])
def test_compounds_break_only_where_their_readers_would(lang: str, settings_for: Callable[[Path], Settings]) -> None:
    rows = [line.split("\t") for line in (PROJECT / "tests/breaks.tsv").read_text("utf-8").splitlines()]
    words = [word for code, word in rows if code == lang]
    assert len(words) >= 30
    narrow = "".join(f'#block(width: 1pt)[#"{word.replace("-", "")}";]#block[§]' for word in words)
    rule = booklet.unbroken(load.load(settings_for(PROJECT / "docs")).knowledge, lang)
    source = f'#show: paper.with(voices: ((title: "x", summary: ""),), lang: "{lang}", words: (page: "", see: "", of: ""), unbroken: "{rule}")\n#set page(height: auto, header: none, footer: none)\n{narrow}'
    pdf = PdfReader(io.BytesIO(compile_pdf(f'#import "handout.typ": *\n{source}', {}, date(2026, 11, 22))[0]))
    shown = "\n".join(page.extract_text() for page in pdf.pages)
    set_ = [[part.rstrip("-\u00ad") for part in piece.split()] for piece in shown.split("§")]
    found = {"".join(parts): places(parts) for parts in set_}
    for word in words:
        whole = word.replace("-", "")
        assert whole in found, "found by who searches the text"
        assert found[whole] <= places(word.split("-")), word


def places(parts: list[str]) -> set[int]:
    """After how many letters a word is broken."""
    return set(accumulate(map(len, parts[:-1])))


def test_the_address_of_a_link_is_told_on_paper() -> None:
    shown = compiled(setter().set('<p>Læs <a href="https://www.web.example/a/">her</a>.</p>')).pages[0].extract_text()
    assert "web.example/a" in shown.replace("\u200b", "")
