"""Terms of the glossary in running text."""

import re

import markdown
import pytest

from kundskab import load, settings
from kundskab.glossing import Glossing
from kundskab.knowledge import Knowledge
from kundskab.render import Explained, Links, Place


@pytest.fixture(scope="module")
def library() -> Knowledge:
    return load.load(settings.read()).knowledge


@pytest.mark.parametrize(
    ("lang", "text", "found"),
    [
        ("da", "Behovsanalysen tog en time.", {"Behovsanalysen": "needs-analysis"}),
        ("nb", "Vi fulgte opp tilbudene.", {"fulgte opp": "follow-up", "tilbudene": "offer"}),
        ("sv", "Ställ öppna frågor om prisproblemet.", {"öppna frågor": "open-question", "prisproblemet": "problem"}),
        ("sv", "De befintliga kunderna", {"befintliga kunderna": "existing-customer"}),
        ("da", "den, der beslutter, ringer", {"den, der beslutter": "decision-maker"}),
        ("da", "Værdien af løsningen", {"løsningen": "solution"}),
        ("da", "Vores værdier", {"værdier": "core-values"}),
        ("da", "Den, der sælger mest", {}),
        ("da", "be\u00adhovs\u00adanalysen", {"be\u00adhovs\u00adanalysen": "needs-analysis"}),
        ("da", "et\nbehov:\nden,\nder beslutter", {"behov": "need", "den,\nder beslutter": "decision-maker"}),
        ("da", "behov/løsning", {"behov": "need", "løsning": "solution"}),
        ("sv", "öppna   frågor", {}),
        ("da", "", {}),
    ],
)
def test_terms_are_known_inflected_in_compounds_and_of_several_words(
    lang: str, text: str, found: dict[str, str], library: Knowledge
) -> None:
    uses = Glossing(library, lang).uses(text)
    assert {text[use.start : use.end]: use.term for use in uses} == found


def explained(library: Knowledge, text: str) -> str:
    links = Links(library)
    page = library.page("active-listening", "da")
    links.enter(Place(page, "da", library.address(page.id, "da")))
    extensions = ["attr_list", "def_list", "admonition", "footnotes", "tables", links, Explained(links)]
    return markdown.Markdown(extensions=extensions).convert(text)  # type: ignore[arg-type]


def test_the_first_use_is_linked_and_no_text_is_lost(library: Knowledge) -> None:
    html = explained(library, "Et *behov* og **endnu et behov** om løsningen.")
    assert html.count('class="k-term"') == 2
    assert (
        '<em><a class="k-term" href="../../glossary/#need">behov</a></em>' in html and "<strong>endnu et behov</strong>" in html
    )


def test_several_terms_in_one_text_are_linked_in_their_order(library: Knowledge) -> None:
    html = explained(library, "Kundens *behov*, løsningen, og behov og tilbud igen.")
    assert re.sub(r'<a class="k-term" href="[./]*/glossary/#([\w-]+)">(.*?)</a>', r"[\2](\1)", html) == (
        "<p>Kundens <em>[behov](need)</em>, [løsningen](solution), og behov og [tilbud](offer) igen.</p>"
    )


def test_a_term_does_not_reach_from_one_text_into_the_next(library: Knowledge) -> None:
    assert "k-term" in explained(library, "Den, der beslutter") and "k-term" not in explained(library, "Den, *der* beslutter")


def test_a_page_s_words_are_the_same_with_its_terms_explained(library: Knowledge) -> None:
    for page in library.pages():
        if page.lang == "sv" and page.type == "article":
            links = Links(library)
            links.enter(Place(page, "sv", library.address(page.id, "sv")))
            plain, marked = (markdown.markdown(page.text, extensions=[links, *more]) for more in ([], [Explained(links)]))
            assert marked.count('class="k-term"') > 1, page.path
            assert re.sub(r'<a class="k-term"[^>]*>(.*?)</a>', r"\1", marked) == plain, page.path


@pytest.mark.parametrize(
    "text",
    [
        "## Et behov {#need}",
        "[et behov](../index.md)",
        "`behov`",
        "https://behovsanalyse.dk/indvending",
        "Skriv til salg@firma.dk",
        "<salg@firma.dk>",
        "behovs&shy;analyse",
        "| Behov |\n| --- |\n| x |",
        '!!! tip "Et behov"\n    x',
        "Behov\n:   x",
    ],
)
def test_what_is_no_running_text_stays_as_it_is(text: str, library: Knowledge) -> None:
    assert "k-term" not in explained(library, text)


def test_an_address_for_mail_is_no_relative_link(library: Knowledge) -> None:
    assert "da/articles" not in explained(library, "<hej@firma.dk>") and "&#109;" in explained(library, "<hej@firma.dk>")
