"""Forms sought in one pass of a text's words, against the patterns that say what a form is."""

import re
from collections.abc import Callable, Iterator, Sequence
from random import Random

import pytest

from kundskab import load, settings
from kundskab.markup import WORD
from kundskab.rules.forms import RUN, Beginnings, Form, Sought, cut, inflected, of_inflected, of_whole, whole
from kundskab.rules.vocabulary import Vocabulary, vocabulary_of

FORMS = (
    *("pris", "møde", "leder", "lead", "kunde", "ordre", "å", "b2b", "key-account", "kundemøde"),
    *("tabt ordre", "den, der beslutter", "return on investment", "ja-nej spørgsmål", "afdækning af behov"),
    *("f.eks.", ".net", "C++", "%", "a/b", "p&l", "Åbent spørgsmål", "-er", "snake_case", "å følge op"),
)
ENDINGS = ("", "", "", "s", "er", "ers", "en", "et", "erne", "a", "e", "t", "n", "-", "ne")
BETWEEN = (" ", " ", " ", " ", ", ", ". ", "-", "/", "'s ", "_", " »", "« ", "\u0301", "  ", " – ", "+", "%", "’n ", "é")


def texts(count: int) -> Iterator[str]:
    """Some forms, here and there with another ending or other signs."""
    random = Random(1)

    def changed(word: str) -> str:
        return word if random.random() < 0.6 else word[: len(word) - random.randint(0, 1)] + random.choice(ENDINGS)

    for _ in range(count):
        words = [word for form in random.sample(FORMS, 3) for word in form.split()]
        signs = [" " if random.random() < 0.5 else random.choice(BETWEEN) for _ in words]
        yield "".join(changed(word) + sign for word, sign in zip(words, signs, strict=True)).lower()


@pytest.mark.parametrize(("pattern", "form_of"), [(inflected, of_inflected), (whole, of_whole)], ids=["inflected", "whole"])
def test_forms_are_found_where_their_pattern_stands(
    pattern: Callable[[Sequence[str]], re.Pattern[str]], form_of: Callable[[int, str], Form]
) -> None:
    sought, patterns = Sought(form_of(key, form) for key, form in enumerate(FORMS)), [pattern([form]) for form in FORMS]
    times = dict.fromkeys(FORMS, 0)
    for text in texts(20_000):
        expected = {key for key, one in enumerate(patterns) if one.search(" ".join(text.split()))}
        assert sought.found(cut(text).runs, " ".join(text.split())) == expected, text
        for key in expected:
            times[FORMS[key]] += 1
    assert min(times.values()) > 20, times


def test_a_text_is_cut_into_what_the_patterns_call_words_and_runs() -> None:
    for text in texts(5000):
        words = cut(text)
        assert sorted(words.words) == sorted(WORD.findall(text))
        assert words.number == len(WORD.findall(text))
        assert list(words.runs) == RUN.findall(text), text


@pytest.mark.parametrize("lang", ["da", "nb", "sv"])
def test_a_text_with_a_wrong_form_is_suspect_and_hardly_another(lang: str) -> None:
    terms = load.load(settings.read()).knowledge.terms
    words, random = vocabulary_of(terms, lang), Random(lang)
    forms = [*words.own, *words.wrong]
    sought, wrong, suspect = Sought(words.suspects(0)), 0, 0
    for _ in range(3000):
        text = " ".join(random.choice(forms) + random.choice(ENDINGS) for _ in range(3))
        found, suspected = list(words.faults(text)), sought.found(cut(text).runs, text) == {0}
        assert suspected or not found, text
        wrong, suspect = wrong + bool(found), suspect + suspected
    assert suspect * 0.97 < wrong and wrong > 1000


@pytest.mark.parametrize(
    ("code", "text"), [("", "kunden"), ("", "kund"), ("sv", "kund"), ("", "en kunds kunde"), ("sv", "kundar")]
)
def test_a_wrong_form_is_suspect_where_it_looks_like_one_of_ours(code: str, text: str) -> None:
    words = Vocabulary({"kunder"}, {"kundar"} if code == "" else set(), {"kund": ("kunde", code)})
    assert bool(list(words.faults(text))) is bool(Sought(words.suspects(0)).found(cut(text).runs, text))


def test_beginnings_are_found_in_longer_words() -> None:
    sought = Beginnings(["ordre", "ordrebog", "øl"])
    assert sought.found(["ordrebogen", "ølfad", "rordre"]) == {"ordre", "ordrebog", "øl"}
    assert sought.found(["ord", "ø", ""]) == set()
    assert Beginnings([]).found(["ord"]) == set()
