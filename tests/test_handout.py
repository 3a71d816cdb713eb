"""Handouts as a reader's program opens them, and rendered HTML as Typst code."""

import io
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import typst
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject

from kundskab import load
from kundskab.handout.handouts import Handout, compile_pdf, workshop
from kundskab.handout.typesetting import Typesetter, Unsettable
from kundskab.knowledge import Knowledge
from kundskab.render import Links, Place, Renderer
from kundskab.settings import PROJECT, Settings

LANGUAGES = ("da", "nb", "sv")
KEPT = {"da": "Indhold", "nb": "Innhold", "sv": "Innehåll"}


@pytest.fixture(scope="module")
def library() -> tuple[Settings, Knowledge]:
    from kundskab import settings

    conf = settings.read()
    return conf, load.load(conf).knowledge


@pytest.fixture(scope="module", params=LANGUAGES)
def handout(request: pytest.FixtureRequest, library: tuple[Settings, Knowledge]) -> Handout:
    conf, knowledge = library
    return workshop(conf, knowledge, knowledge.concepts["listening-lab"], request.param)


def reader(handout: Handout) -> PdfReader:
    return PdfReader(io.BytesIO(handout.pdf))


def text(handout: Handout) -> str:
    return " ".join(" ".join(page.extract_text().split()) for page in reader(handout).pages)


def alternative_texts(handout: Handout) -> list[str]:
    """What a screen reader says of the pictures, in order."""
    found, open_ = [], [reader(handout).trailer["/Root"]["/StructTreeRoot"]]
    while open_:
        element = open_.pop().get_object()
        if isinstance(element, ArrayObject):
            open_ += reversed(element)
        elif isinstance(element, DictionaryObject) and "/K" in element:
            found += [str(element["/Alt"])] if "/Alt" in element else []
            open_.append(element["/K"])
    return found


def test_every_drawing_is_told_to_a_screen_reader(handout: Handout, library: tuple[Settings, Knowledge]) -> None:
    _, knowledge = library
    pages = [knowledge.page(concept.id, handout.lang) for concept in knowledge.linked("listening-lab", "principle")]
    assert alternative_texts(handout) == [getattr(page.meta, "picture", "") for page in pages]


def test_a_handout_says_what_it_is(handout: Handout, library: tuple[Settings, Knowledge]) -> None:
    conf, knowledge = library
    found = reader(handout)
    root = found.trailer["/Root"]
    assert isinstance(root, DictionaryObject)
    assert root["/Lang"] == handout.lang
    assert found.metadata and found.metadata.title == knowledge.title("listening-lab", handout.lang)
    assert found.metadata.author == conf.organisation
    assert root["/MarkInfo"]["/Marked"], "tagged for screen readers"
    assert "pdfuaid:part" in found.xmp_metadata.stream.get_data().decode() if found.xmp_metadata else False


def test_cover_contents_exercises_and_principles_are_there(handout: Handout, library: tuple[Settings, Knowledge]) -> None:
    _, knowledge = library
    found, page = text(handout), knowledge.page("listening-lab", handout.lang)
    assert KEPT[handout.lang] in found
    for concept in knowledge.linked("listening-lab", "principle"):
        assert found.count(knowledge.title(concept.id, handout.lang)) >= 2, "in the contents and in its place"
    for block in knowledge.blocks(page):
        assert block.title in found
        goal = knowledge.plain(block.parts["goal"], handout.lang)
        assert goal.replace("-", "") in found.replace("- ", "").replace("-", "")
    assert knowledge.blocks(page)[1].parts["watch"][:40] not in found, "what only the facilitator needs"


def test_the_page_count_is_the_pdf_s_own(handout: Handout) -> None:
    assert handout.pages == len(reader(handout).pages)
    assert f" {handout.pages}" in reader(handout).pages[-1].extract_text()


def test_every_internal_link_leads_to_a_page_of_the_handout(handout: Handout) -> None:
    found = reader(handout)
    names, sheets = set(found.named_destinations), [page.get_object() for page in found.pages]
    inside = 0
    for page in found.pages:
        annotations = page.get("/Annots", ArrayObject())
        for annotation in (reference.get_object() for reference in annotations):
            action = annotation.get("/A", DictionaryObject()).get_object()
            if "/URI" in action:
                assert re.match("https://", str(action["/URI"]))
            else:
                target = (annotation.get("/Dest") or action["/D"]).get_object()
                assert target[0].get_object() in sheets if isinstance(target, ArrayObject) else str(target) in names
                inside += 1
    assert inside >= 15, "the contents and the links in the text"


def test_bookmarks_lead_through_the_handout(handout: Handout) -> None:
    assert len(reader(handout).outline) >= 5


def test_the_same_input_gives_the_same_bytes(library: tuple[Settings, Knowledge]) -> None:
    conf, knowledge = library
    one, other = (workshop(conf, knowledge, knowledge.concepts["listening-lab"], "sv") for _ in range(2))
    assert one.pdf == other.pdf


def test_a_handout_in_another_language_is_so_throughout_and_says_so(
    mini: Path, edit: Callable[[str, str, str], None], settings_for: Callable[[Path], Settings]
) -> None:
    (mini / "nb/workshops/tasting-hour.md").unlink()
    conf = settings_for(mini)
    knowledge = load.load(conf).knowledge
    made = workshop(conf, knowledge, knowledge.concepts["tasting-hour"], "nb")
    root = reader(made).trailer["/Root"]
    text_lang = knowledge.page("tasting-hour", "nb").lang
    assert isinstance(root, DictionaryObject) and root["/Lang"] == text_lang != "nb"
    assert knowledge.strings["nb"]["notice"]["fallback"][text_lang] in text(made)
    assert knowledge.strings[text_lang]["handout"]["contents"] in text(made)


def test_a_picture_in_the_text_is_printed(
    mini: Path, edit: Callable[[str, str, str], None], settings_for: Callable[[Path], Settings]
) -> None:
    original = next(path for path in mini.glob("*/workshops/tasting-hour.md") if "translated:" not in path.read_text("utf-8"))
    picture = "![En prik](../../assets/pictures/greet-first.svg)"
    edit(original.relative_to(mini).as_posix(), "{#goal}\n", f"{{#goal}}\n\n{picture}\n")
    conf = settings_for(mini)
    knowledge = load.load(conf).knowledge
    lang = original.parts[-3]
    made = workshop(conf, knowledge, knowledge.concepts["tasting-hour"], lang)
    assert "En prik" in alternative_texts(made)


# From HTML to Typst


def setter(images: Path | None = None) -> Typesetter:
    labels = {"https://example.org/principles/other/": "other"}
    return Typesetter("da/workshops/x.md", "x", 0, labels.get, lambda url: images / url if images else None, {"a"})


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
    source = f'#import "handout.typ": *\n#set document(title: "x")\n#set text(lang: "da", font: serif, fallback: false)\n{code}\n#metadata("1") <page-count>'
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
