"""YAML with the line of every value."""

import pytest

from kundskab import yamlfile

TEXT = """title: Brød
relations:
  tension:
    - keep-the-queue-moving
    - let-them-taste
translated: {from: da,
  on: 2026-11-22}
agenda:
  - {id: welcome}
  - id: taste
    minutes: 20
"""


@pytest.mark.parametrize(
    ("place", "line"),
    [
        (("title",), 2),
        (("relations", "tension"), 4),
        (("relations", "tension", 1), 6),
        (("translated", "from"), 7),
        (("translated", "on"), 8),
        (("agenda", 0, "id"), 10),
        (("agenda", 1, "minutes"), 12),
        (("agenda", 1, "lines"), 11),  # not there: the place around it
        (("nowhere",), 2),
    ],
)
def test_every_place_has_its_line_in_the_file(place: yamlfile.Place, line: int) -> None:
    assert yamlfile.parse(TEXT, first_line=2).line(place) == line


def test_on_and_no_and_yes_stay_words_while_true_and_false_are_truth_values() -> None:
    text = "on: no\nyes: [off, y, N]\ndraft: true\nother: False\n"
    assert yamlfile.parse(text).data == {"on": "no", "yes": ["off", "y", "N"], "draft": True, "other": False}


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("title: a\nsummary: Husk: brød\n", 6, "mapping values are not allowed"),
        ("title: a\nterms: [b\nowner: c\n", 7, "did not find expected"),
        ("title: a\nrelations: {tension: [b],\n  tension: [c]}\n", 7, '"tension" stands twice'),
        ("title: a\nterms: &a [*a]\n", 6, "an alias"),
        ("title: a\nsummary: !secret b\n", 6, "could not determine a constructor"),
        ("title: a\nreviewed: 2026-02-30\n", 6, "day is out of range"),
        ("title: a\nterms: " + "[" * 30 + "]" * 30, 6, "nested too deep"),
    ],
)
def test_what_is_not_yaml_is_told_with_its_line(text: str, line: int, message: str) -> None:
    with pytest.raises(yamlfile.Malformed, match=message) as raised:
        yamlfile.parse(text, first_line=5)
    assert raised.value.line == line


def test_an_empty_text_has_no_data() -> None:
    assert yamlfile.parse("# nothing yet\n").data is None


@pytest.mark.parametrize("text", ['title: "Brød \\0 og smør"', 'a: 1\ntitle: ["x", "\\x1b[31m"]'])
def test_a_text_with_a_control_character_is_no_text(text: str) -> None:
    with pytest.raises(yamlfile.Malformed, match="control character") as caught:
        yamlfile.parse(text, first_line=2)
    assert caught.value.line == 2 + text.count("\n")
    assert yamlfile.parse('text: "tab\\t, line\\n, hard\\u00adspace\\u00a0"').data["text"].startswith("tab\t")
