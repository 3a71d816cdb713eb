"""The Markdown of a page as the model reads it."""

import pytest

from kundskab import markup

PAGE = """Indledning med [[greet-first]].

## Sådan gør du {#how}

1. Se op, og læs [[let-them-taste#why|hvorfor]].
2. Skriv `[[inline-code]]` på tavlen.

```text
## Ikke en overskrift {#no}
[[fenced-code]]
```

### {#with-greet-first}

Først en hilsen.

## Bagefter {: #after .wide }

~~~
[[other-fence]]
```
[[still-in-the-other-fence]]
~~~
"""


def test_sections_have_their_id_title_level_line_and_text() -> None:
    body = markup.parse(PAGE, first_line=11)
    assert [(s.id, s.title, s.level, s.line) for s in body.sections] == [
        ("how", "Sådan gør du", 2, 13),
        ("with-greet-first", "", 3, 23),
        ("after", "Bagefter", 2, 27),
    ]
    assert body.introduction == "Indledning med [[greet-first]]."
    assert body.sections[1].text == "Først en hilsen."
    assert body.sections[0].text.endswith("Først en hilsen.")


def test_links_are_found_with_their_place_but_not_inside_code() -> None:
    links = markup.parse(PAGE, first_line=11).links
    assert [(link.target, link.anchor, link.words, link.line, link.section) for link in links] == [
        ("greet-first", None, None, 11, ""),
        ("let-them-taste", "why", "hvorfor", 15, "how"),
    ]


def test_a_link_that_is_not_closed_is_a_fault_beside_others_too() -> None:
    assert [line for line, *_ in markup.parse("[[a]] og [[b]]\n\n[[c]] og [[d|e]\n[[f]]").faults] == [3]


def test_headings_that_the_model_has_no_place_for_are_faults() -> None:
    faults = markup.parse("# Stort\n\n### Løst {#loose}\n\n## Uden id\n\n#### Lille\n", first_line=9).faults
    assert [(line, message) for line, message, _ in faults] == [
        (9, "a heading of the first level"),
        (11, 'the heading "Løst" skips a level'),
        (13, 'the heading "Uden id" has no id'),
        (15, 'the heading "Lille" skips a level'),
    ]


def test_a_digest_is_blind_to_white_space_and_line_breaks_but_not_to_words() -> None:
    def digest(text: str) -> str:
        return markup.parse(text).sections[0].digest

    before = digest("## Sådan {#how}\n\nSe op, og hils\npå gæsten.\n")
    assert before == digest("## Sådan {#how}\nSe op,  og\u00a0hils på gæsten.\n\n\n")
    assert before != digest("## Sådan {#how}\n\nSe op, og hils\npå gæsterne.\n")
    assert before != digest("## Så {#how}\n\nSe op, og hils\npå gæsten.\n")


def test_items_are_those_of_the_outer_list_with_their_lines() -> None:
    text = "Før.\n\n1. Se op\n   fra arbejdet.\n\n    - indre\n2. Hils.\n\n> Og så?\n"
    assert markup.items(text) == [(2, "Se op\nfra arbejdet.\n\n- indre"), (6, "Hils.")]


def test_items_of_a_second_list_count_too() -> None:
    assert [item for _, item in markup.items("- et\n- to\n\nOg så:\n\n- tre\n")] == ["et", "to", "tre"]


def test_parts_of_a_definition_list_keep_their_paragraphs_and_lists() -> None:
    text = "Mål\n:   Alle har hilst.\n\nGør\n:   Byd på en bid.\n\n    1. Skær.\n    2. Smag.\n\n    Skriv ned.\n"
    assert markup.parts(text) == [("Mål", "Alle har hilst."), ("Gør", "Byd på en bid.\n\n1. Skær.\n2. Smag.\n\nSkriv ned.")]


def test_a_quotation_is_the_text_of_the_block_quotes() -> None:
    assert markup.quotation("- et\n\n> Hvem så dig,\n> da du kom?\n") == "Hvem så dig, da du kom?"


def test_plain_text_has_titles_and_words_in_place_of_markdown() -> None:
    text = "- **Se** _op_, `nu`: [[greet-first]], [[x|hils]] og [læs](a.md).{.wide}\n\n> Kun snake_case bliver."
    assert (
        markup.plain(text, {"greet-first": "Hils først"}.__getitem__)
        == "Se op, nu: Hils først, hils og læs. Kun snake_case bliver."
    )


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        ('[et ord](../a.md "Titel")', "et ord"),
        ('!!! tip "Et råd"\n    Lyt.', "Et råd Lyt."),
        ('??? note "Mere"\n    Lyt.', "Mere Lyt."),
        ("Lyt.[^1]\n[^1]: En kilde", "Lyt. En kilde"),
        ("| a | b |\n| --- | --- |", "a b"),
        ("> citat\n\n- punkt\n\n12. trin\n\n: svar\n\n### Overskrift", "citat punkt trin svar"),
        ("Lyt{: .k-x #y }", "Lyt"),
        ("_lyt_, snake_case, __nu__", "lyt, snake_case, nu"),
        ("**lyt**, `kode` og *_nu_*", "lyt, kode og nu"),
    ],
)
def test_each_sign_of_markdown_is_left_unspoken(text: str, spoken: str) -> None:
    assert markup.plain(text, str) == spoken


def test_plain_text_has_no_marks_of_tables_notes_and_footnotes() -> None:
    text = 'Rug.[^1]\n\n[^1]: Fra ovnen.\n\n!!! note "Husk"\n    Vent.\n\n| Brød | Klart |\n| --- | --- |\n| Rug | seks |\n'
    assert not set("[]^!|") & set(markup.plain(text, str))


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("et  to\ttre\u00a0fire", "et to tre fire"),
        ("et  to", "et to"),
        ("et\u2009to", "et to"),
        ("- et", "et"),
        ("et\n+ to\n\u0663. tre", "et to tre"),
        ("-", "-"),
        ("[[x|- et]] og", "et og"),
        ("[^1]: - et", "et"),
        ('!!! tip "- Husk"\n    Vent.', "Husk Vent."),
        ("Vent!\n???+ tip\n", "Vent!"),
        ("| a | [b](c) |", "a b"),
        ("| --- | :-: |", ""),
        ("et\n| a |\n> to", "et a to"),
        ("*et*_to_ _tre_ fi_re", "etto tre fi_re"),
        ("# Et\nto {: .x} {y}", "to {y}"),
        ("![et](to.png) tre", "et tre"),
    ],
)
def test_plain_text_is_without_each_mark_where_it_stands_for_itself(text: str, plain: str) -> None:
    assert markup.plain(text, str) == plain


@pytest.mark.parametrize(
    "sentences",
    [
        ["Hun spurgte: »Hvad skal I spise?«", "Så blev der stille."],
        ["Hun spurte: «Hva skal dere spise?»", "Så ble det stille."],
        ["Hon frågade: ”Vad ska ni äta?”", "Sedan blev det tyst."],
        ["Kom kl. otte …", "Øjeblikket efter kom Åse!", "Én til?"],
    ],
)
def test_sentences_end_where_a_reader_ends_them_and_keep_their_quotation_marks(sentences: list[str]) -> None:
    assert markup.sentences(" ".join(sentences)) == sentences


def test_paragraphs_are_what_reads_on_its_own_each_with_its_line() -> None:
    text = "Et\nafsnit.\n\n### Nej {#no}\n\n- et\n- to\n  og mere\n```\nkode\n```\nSlut.\n| a | b |\n| c | d |\n"
    found = [(0, "Et\nafsnit."), (5, "- et"), (6, "- to\n  og mere"), (11, "Slut."), (12, "| a | b |"), (13, "| c | d |")]
    assert list(markup.paragraphs(text)) == found


def test_a_link_s_id_may_stand_between_spaces() -> None:
    (link,) = markup.parse("[[ greet-first |hils]]").links
    assert (link.target, link.words) == ("greet-first", "hils")
