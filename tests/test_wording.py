"""What `scripts/check` says of words: lengths, readability, the glossary's forms, search's overrides."""

import unicodedata
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from edits import MARZIPAN, PAGE, Edit, change, several, write

from kundskab import check, load, readability
from kundskab.concepts import Term
from kundskab.rules import wording
from kundskab.rules.vocabulary import vocabulary_of
from kundskab.schema import Wording
from kundskab.settings import Settings
from kundskab.yamlfile import Document

MEAL = """- id: meal
  da: {preferred: måltid, definition: Det man spiser.}
  nb: {preferred: måltid, definition: Det man spiser.}
  sv: {preferred: måltid, definition: Det man äter.}
- id: crust"""


def draft(danish: str, swedish: str) -> tuple[Edit, Edit]:
    """A situation that is a draft, and a translation of it that is none; their last section is empty."""
    sections = "\n\n".join(f"## … {{#{id}}}\n\n{{text}}" for id in ("happening", "now", "say"))
    sections += "\n\n## … {#principles}\n"
    original = PAGE.replace("title: ", "draft: true\ntitle: ")
    translation = "---\ntitle: Senare\nsummary: Sur deg.\ntranslated: {from: da, on: 2026-11-22, sections: {}}\n---\n\n"
    return (
        write("da/situations/later.md", (original + sections.replace("{text}", danish)).encode()),
        write("sv/situations/later.md", (translation + sections.replace("{text}", swedish)).encode()),
    )


WORDS = {
    "a page that is too short": change(
        "sv/situations/no-bread-left.md",
        {
            "Gästen har sett fram emot ett visst bröd och ser en tom hylla.": "Slut.",
            "2. Fråga vad brödet skulle användas till.": "2. Fråga.",
            "Säg att du förstår att det är tråkigt.": "Säg det.",
            "”Vad skulle du ha det till?”": "”Jaså?”",
            "”Ska jag lägga undan ett åt dig i morgon?”": "”I morgon?”",
            " ett annat bröd kan göra samma nytta": " bröd",
            " besvikelsen blir mindre när någon ser den": " hej",
        },
        "1: length: 14 words, at least 15 are asked for; write more, or merge it",
    ),
    "a page that is too long": change(
        "sv/situations/no-bread-left.md",
        {"ser en tom hylla.": "ser en tom hylla. " + "Brödet är slut i dag. " * 40},
        "1: length: 261 words, at most 200 are allowed; say it shorter, or split it",
    ),
    "a discouraged form in a summary, inflected": change(
        "sv/about.md", {"summary: ": "summary: Sur degen vilar. "}, '3: summary: "Sur degen" is discouraged; write "surdeg"'
    ),
    "another language's form": change(
        "nb/articles/morning-at-the-counter.md",
        {"En lærling står alene": "Noen sier\nlimpa eller surdegen. En lærling står alene"},
        '15: story: "surdegen" is what sv calls it; write "surdeig"',
    ),
    "a term that is missing in one language": change(
        "_data/glossary.yml",
        {"  nb: {preferred: skorpe, definition: Den harde utsiden på brødet.}\n": ""},
        '5: nb: "crust" has no wording; add `nb:` with preferred and definition',
    ),
    "a term that one language does not use": change(
        "_data/glossary.yml",
        {"nb: {preferred: surdeig,": "nb: {preferred: hevedeig,"},
        "1: sourdough: an orphan: no page in nb uses the term; use it where it belongs, or remove it",
    ),
    "a group of synonyms with one word": write(
        "_data/search/synonyms.yml", b"da:\n  - [limpa]\n", "2: da.0: too few entries; give at least 2"
    ),
    "synonyms of words that no page has": write(
        "_data/search/synonyms.yml",
        "da:\n  - [brød, franskbrød]\n  - [bil, vogn]\nfi:\n  - [leipä, pulla]\n".encode(),
        '3: da: no page has "bil" or "vogn"; add a word that pages use, or remove the group',
        "4: fi: not a language of mkdocs.yml; use one of: da, nb, sv",
    ),
    "parts that are not the word's": write(
        "_data/search/splits.yml",
        "da:\n  surdejsbrød: [surdej, brød]\n  skorpekant: [skorpe, hjørne]\n  bageren: [bageren]\n  skorpen: [bager]\n".encode(),
        '3: da.skorpekant: "skorpe" + "hjørne" is not "skorpekant"; write the parts as they stand in the word',
        '5: da.skorpen: "bager" is not "skorpen"; write the parts as they stand in the word',
    ),
    "another language's form that looks like an inflected one of ours": change(
        "sv/about.md",
        {"Råden gäller vid disken": "Råden om skorpe gäller vid disken"},
        '18: sources: "skorpe" is what da calls it; write "skorpa"',
    ),
    "wrong forms after code, but not in it": change(
        "sv/about.md",
        {"[[not-a-link]]\n```": "surdeig\n```\n\nLimpa, `surdej` och surdeig.\n\nsurdeig"},
        '42: links: "surdeig" is what nb calls it; write "surdeg"',
        '44: links: "surdeig" is what nb calls it; write "surdeg"',
    ),
    "a wrong form broken over two lines, and whole further down": change(
        "sv/about.md",
        {"Vi har läst": "Här är\nen sur\ndeg. Vi har läst", "Skriv en länk": "Ge sur deg och skriv en länk"},
        '14: sources: "sur deg" is discouraged; write "surdeg"',
        '37: links: "sur deg" is discouraged; write "surdeg"',
    ),
    "a wrong form below a word that it is part of": change(
        "nb/articles/morning-at-the-counter.md",
        {"En lærling står": "Min surdegsdag\nmed surdeg. En lærling står"},
        '15: story: "surdeg" is what sv calls it; write "surdeig"',
    ),
    "a wrong form in a heading": change(
        "sv/about.md", {"## Vad som bakas": "## Hur surdeig bakas"}, '20: when: "surdeig" is what nb calls it; write "surdeg"'
    ),
    "another language's title behind a link": change("nb/principles/mention-tomorrow.md", {"title: ": "title: Surdeigen, og "}),
    "a form that is discouraged and right": change(
        "_data/glossary.yml",
        {"[sur deg]": "[sur deg, Skorpa]"},
        '4: sourdough.sv: "Skorpa" is discouraged, and right for "skorpa"; remove it from one of them',
    ),
    "an orphan below a term without an id": change(
        "_data/glossary.yml",
        {"- id: sourdough": "- name: sourdough", "- id: crust": MARZIPAN},
        "1: id: missing; give the term an id in kebab-case ASCII",
        "5: marzipan: an orphan: no page uses the term; use it where it belongs, or remove it",
    ),
    "a term that only the glossary's page and a draft use": several(
        change(
            "_data/glossary.yml",
            {"- id: crust": MARZIPAN},
            "5: marzipan: an orphan: no page uses the term; use it where it belongs, or remove it",
        ),
        change("nb/glossary.md", {"snakker om brød": "snakker om brød og marsipan"}),
        *draft("Marcipan, marsipan.", "Marcipan, marsipan."),
    ),
    "a term in letters and marks": change("_data/glossary.yml", {"- id: crust": unicodedata.normalize("NFD", MEAL)}),
    "a translation that is a draft": change("sv/situations/no-bread-left.md", {"title: ": "draft: true\ntitle: Sur deg, "}),
    "a draft, and a translation of it": several(*draft("Sur dej. " * 200, "Sur deg. " * 200)),
    "limits of what is no type, and in no order": change(
        "_data/limits.yml",
        {"situation: ": "situations: ", "lix: [10, 45]": "lix: [45, 10]"},
        '2: words.situations: "situations" is not a type of page; did you mean "situation"?',
        "3: lix: from 45 to 10; put the smaller number first",
    ),
    "limits that are no numbers": change(
        "_data/limits.yml",
        {"[15, 200]": "[true, -1]", "lix: [10, 45]": 'lix: ["1", 2.0]'},
        "2: words.situation.0: True is not a whole number; write it in digits, without quotes",
        "2: words.situation.1: input should be greater than or equal to 0; compare it with another entry of the file",
        "3: lix.0: '1' is not a whole number; write it in digits, without quotes",
        "3: lix.1: 2.0 is not a whole number; write it in digits, without quotes",
    ),
    "a limit that is half": change(
        "_data/limits.yml", {"lix: [10, 45]": "lix: [10]"}, "3: lix: 1 numbers; write two, from and to"
    ),
    "an area without a colour": change(
        "_data/areas.yml",
        {'8bc6ef"}': '8bc6ef"}\n- {id: rest, light: "#105f8b"}'},
        "4: dark: missing; add `dark: …`, as another entry of the file shows",
    ),
    "synonyms that are not by language": write(
        "_data/search/synonyms.yml",
        b"- [brod, limpa]\n",
        "1: file: not keys and values; write them as `key: …`, one a line",
    ),
    "synonyms that pages only seem to have": write(
        "_data/search/synonyms.yml",
        "da:\n  - [bo, vogn]\n  - [KØ, vogn]\n  - [BRØD, vogn]\n  - [yderside, vogn]\n  - [begreber, vogn]\n".encode(),
        '2: da: no page has "bo" or "vogn"; add a word that pages use, or remove the group',
    ),
    "a compound that no page has": write(
        "_data/search/splits.yml",
        "da:\n  Surdejsbrød: [Surdej, brød]\n  bilbro: [bil, bro]\n  skorpe: [sko, e]\n  bageren: [bage, ren]\n".encode(),
        "3: da.bilbro: no page has this word; remove it",
        '4: da.skorpe: "sko" + "e" is not "skorpe"; write the parts as they stand in the word',
    ),
    "words of a language that we have not": write(
        "_data/words/dk.txt", b"dej\n", "1: dk: not a language of mkdocs.yml; use one of: da, nb, sv"
    ),
    "words not to be broken, of a language that we have not": write(
        "_data/unbroken/dk.txt", b"dej\n", "1: dk: not a language of mkdocs.yml; use one of: da, nb, sv"
    ),
    "words that are not UTF-8": write(
        "_data/words/da.txt", b"br\xf8d\n", "1: file: byte 0xf8 is not UTF-8; save the file as UTF-8"
    ),
}


@pytest.mark.parametrize("edit", WORDS.values(), ids=WORDS.keys())
def test_one_fault_is_told_once_at_its_own_line(mini: Path, settings_for: Callable[[Path], Settings], edit: Edit) -> None:
    edit.do(mini / edit.path)
    found = check.problems(load.load(settings_for(mini)))
    assert [problem.show("docs") for problem in found] == [f"docs/{path}:{line}: {text}" for path, line, text in edit.lines()]


def term(**forms: str) -> Term:
    """A term by language: preferred, accepted; discouraged."""
    wordings = {}
    for lang, text in forms.items():
        right, _, wrong = text.partition("; ")
        first, *accepted = right.split(", ")
        discouraged = tuple(filter(None, wrong.split(", ")))
        wordings[lang] = Wording(preferred=first, accepted=tuple(accepted), discouraged=discouraged, definition="…")
    return Term("x", wordings, Document(None, {}))


TERMS = (
    term(da="pris", nb="pris", sv="kostnad"),
    term(da="prisen", nb="prisen", sv="medalj"),
    term(da="tilbud", nb="tilbud", sv="offert, stora pris"),
    term(da="kundeemne; lead", nb="kundeemne", sv="prospekt, leads; lead"),
    term(da="rabat", nb="rabatt", sv="rabatt"),
    term(da="skorpe", nb="skorpe", sv="skorpa"),
    term(da="målgruppe", nb="målgruppe", sv="målgrupp"),
)


@pytest.mark.parametrize(
    ("lang", "text", "expected"),
    [
        ("sv", "Prisen och priset.", [("Prisen", "medalj"), ("priset", "kostnad")]),
        ("sv", "Ett stora pris och ett stort pris vann ett pris.", [("pris", "kostnad")]),
        ("da", "En leader har et lead og to leads.", [("lead", "kundeemne"), ("leads", "kundeemne")]),
        ("sv", "Ett lead, två leads.", [("lead", "prospekt")]),
        ("da", "Rabatten og rabatter.", []),
        ("nb", "Skorpa på brødet.", []),
        ("nb", "Skorpan på brødet.", [("Skorpan", "skorpe")]),
        ("da", "Skorpa og målgrupp.", [("Skorpa", "skorpe"), ("målgrupp", "målgruppe")]),
        ("sv", "Skorpe och målgruppen.", [("Skorpe", "skorpa")]),
        ("sv", "Skorpor.", []),
    ],
)
def test_a_wrong_form_is_one_that_is_no_form_of_ours(lang: str, text: str, expected: list[tuple[str, str]]) -> None:
    assert [(words, write) for words, write, _ in vocabulary_of(TERMS, lang).faults(text)] == expected


def test_one_language_without_discouraged_forms_has_no_wrong_ones(mini: Path, settings_for: Callable[[Path], Settings]) -> None:
    (mini / "_data/glossary.yml").write_text("- id: loaf\n  da: {preferred: brød, definition: Det bagte.}\n", "utf-8")
    settings = replace(settings_for(mini), languages={"da": "Dansk"}, fallbacks={"da": ()})
    tree = load.load(settings)
    assert [problem for page in tree.pages for problem in wording.wording(tree, page)] == []


@pytest.fixture
def lix(mini: Path, settings_for: Callable[[Path], Settings]) -> Callable[[str], list[str]]:
    """What `check` warns of where the page about the site has this text and no translations."""

    def find(text: str) -> list[str]:
        (mini / "sv/about.md").unlink()
        (mini / "nb/about.md").unlink()
        (mini / "da/about.md").write_text(PAGE + text, "utf-8")
        return [f"{found.path}: {found.message}; {found.remedy}" for found in check.warnings(load.load(settings_for(mini)))]

    return find


HARD = "Omstændighedernes uigennemskuelighed forudsætter grundlæggende forretningsforståelse hos samtlige medarbejdere. "


def test_a_page_that_is_hard_to_read_is_a_warning_with_its_longest_sentences(lix: Callable[[str], list[str]]) -> None:
    (warning,) = lix(HARD * 8 + "\n\n- Kort.\n")
    assert warning.startswith("da/about.md: LIX 9") and "not within 10 to 45" in warning
    assert "in lines 10 (8 words: Omstændighedernes uigennemskuelighed forudsætter g…)" in warning


def test_a_page_that_is_too_easy_to_read_is_a_warning(lix: Callable[[str], list[str]]) -> None:
    assert lix("Vi er her. " * 30) == ["da/about.md: LIX 3, not within 10 to 45; join sentences that belong together"]


def test_drafts_and_other_pages_titles_are_not_hard_to_read(
    lix: Callable[[str], list[str]], mini: Path, edit: Callable[[str, str, str], None]
) -> None:
    edit("da/situations/no-bread-left.md", "title: ", f"title: {HARD * 3}")
    for later in draft(HARD * 20, HARD * 20):
        later.do(mini / later.path)
    assert lix("Vi er her nu, og vi er her i dag, og det er vi alle sammen. [[no-bread-left]]\n\n" * 10) == []


def test_sentences_end_at_colons_and_rows() -> None:
    assert readability.sentences("Vi ser: et. To!") == ["Vi ser", "et", "To"]
