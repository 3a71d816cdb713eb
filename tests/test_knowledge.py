"""Knowledge: what the library says to a reader of each language."""

from collections.abc import Callable
from pathlib import Path

import pytest

from kundskab import load
from kundskab.knowledge import Knowledge
from kundskab.settings import Settings


@pytest.mark.parametrize(
    ("lang", "missing", "title"),
    [
        ("da", "", "Lad dem smage"),
        ("nb", "", "La dem smake"),
        ("da", "da", "La dem smake"),  # da → nb → sv
        ("da", "da nb", "Låt dem smaka"),
        ("nb", "nb", "Lad dem smage"),  # nb → da → sv
        ("nb", "nb da", "Låt dem smaka"),
        ("sv", "sv", "La dem smake"),  # sv → nb → da
        ("sv", "sv nb", "Lad dem smage"),
    ],
)
def test_a_missing_page_is_shown_in_the_nearest_language(
    mini: Path, settings_for: Callable[[Path], Settings], lang: str, missing: str, title: str
) -> None:
    for code in missing.split():
        (mini / code / "principles/let-them-taste.md").unlink()
    left = [code for code in ("nb", "da", "sv") if code not in missing]
    original = mini / left[0] / "principles/let-them-taste.md"
    if left[0] != "nb":
        text = original.read_text("utf-8").partition("translated:")
        keys = (
            "area: advise\nsources: [the-last-loaf]\nowner: sales\nadded: 2026-11-22\nreviewed: 2026-11-22\nreview_every: 180\n"
        )
        original.write_text(text[0] + keys + text[2].partition("\n")[2], "utf-8")
    knowledge = load.load(settings_for(mini)).knowledge
    assert knowledge.title("let-them-taste", lang) == title


def test_a_draft_is_not_published(knowledge: Knowledge) -> None:
    assert "bake-with-guests" not in knowledge.concepts


@pytest.mark.parametrize(
    ("id", "lang", "address"),
    [
        ("greet-first", "da", "principles/greet-first/"),
        ("explain-the-crust", "nb", "nb/principles/explain-the-crust/"),
        ("first-day-at-the-bakery", "sv", "sv/reading-lists/first-day-at-the-bakery/"),
        ("about", "nb", "nb/about/"),
        ("index", "da", ""),
        ("index", "sv", "sv/"),
    ],
)
def test_addresses(knowledge: Knowledge, id: str, lang: str, address: str) -> None:
    assert knowledge.address(id, lang) == address


def test_citations_are_the_sentences_that_a_reader_of_the_language_sees(knowledge: Knowledge) -> None:
    def citations(lang: str) -> list[tuple[str, str]]:
        found = knowledge.citations("greet-first", lang)
        return [(cited.page.path, f"{cited.before}[{cited.words}]{cited.after}") for cited in found]

    assert citations("da") == [
        ("da/reading-lists/first-day-at-the-bakery.md", "[Hils først] Alt andet hviler på den her, så den kommer først."),
        ("da/areas/greet.md", "Begynd med at [hilse], og lær så at holde køen i gang."),
        ("da/principles/keep-the-queue-moving.md", "Har du [hilst], bliver de fleste."),
        ("da/articles/morning-at-the-counter.md", "[En hilsen] koster to sekunder."),
        ("da/situations/no-bread-left.md", "[Hils først] skuffelsen bliver mindre, når nogen ser den"),
    ]
    assert citations("nb")[2] == ("da/principles/keep-the-queue-moving.md", "Har du [hilst], bliver de fleste.")


def test_principles_stand_after_those_they_rest_on(knowledge: Knowledge) -> None:
    assert [concept.id for concept in knowledge.principles_of("greet")] == [
        "greet-first",
        "keep-the-queue-moving",
        "mention-tomorrow",
    ]
    assert [concept.id for concept in knowledge.principles_of("advise")] == [
        "ask-about-the-meal",
        "let-them-taste",
        "explain-the-crust",
    ]


def test_an_area_s_page_decides_in_which_order_its_principles_stand(
    mini: Path, settings_for: Callable[[Path], Settings], edit: Callable[[str, str, str], None]
) -> None:
    edit("sv/areas/advise.md", "[[ask-about-the-meal|fråga om måltiden]]", "[[explain-the-crust|berätta om skorpan]]")
    found = load.load(settings_for(mini)).knowledge.principles_of("advise")
    assert [concept.id for concept in found] == ["explain-the-crust", "let-them-taste", "ask-about-the-meal"]


def test_a_symmetric_relation_stands_on_both_pages_and_a_directed_one_on_its_own(knowledge: Knowledge) -> None:
    assert set(knowledge.related("let-them-taste")) == {
        ("prerequisite", "greet-first", True),
        ("tension", "keep-the-queue-moving", True),
        ("related", "explain-the-crust", True),
        ("supports", "ask-about-the-meal", False),
    }
    assert ("tension", "let-them-taste", True) in knowledge.related("keep-the-queue-moving")


def test_areas_stand_in_the_order_of_their_file(knowledge: Knowledge) -> None:
    assert [concept.id for concept in knowledge.of_type("area")] == ["greet", "advise"]


def test_an_article_knows_its_principles_and_a_principle_where_it_is_used(knowledge: Knowledge) -> None:
    assert [concept.id for concept in knowledge.from_source("the-last-loaf")] == [
        "ask-about-the-meal",
        "let-them-taste",
        "mention-tomorrow",
    ]
    assert [concept.id for concept in knowledge.containing("let-them-taste", "workshop")] == ["tasting-hour"]
    assert [concept.id for concept in knowledge.linked("first-day-at-the-bakery", "principle")] == [
        "greet-first",
        "keep-the-queue-moving",
        "ask-about-the-meal",
        "let-them-taste",
        "mention-tomorrow",
    ]


def test_blocks_have_running_start_times_and_prose_in_the_readers_language(knowledge: Knowledge) -> None:
    blocks = knowledge.blocks(knowledge.page("tasting-hour", "nb"))
    assert [(block.slot.id, block.start, block.title, block.slot.lines) for block in blocks] == [
        ("welcome", 0, "Velkommen", None),
        ("taste", 5, "Smak", 4),
        ("promise", 25, "Et løfte", None),
    ]
    assert dict(blocks[1].parts) == {
        "goal": "Du kan tie stille i ti sekunder.",
        "material": "Brødet og kniven.",
        "do": "By hverandre på en bit, to og to.\n\n1. Den ene skjærer, den andre smaker.\n2. Bytt roller.\n\nSkriv så ned hva gjesten sa først.",
        "say": "«Tell til ti inni hodet.»",
        "watch": "Den som snakker mens den andre tygger.",
    }


def test_days_have_their_items_and_the_question_to_take_home(knowledge: Knowledge) -> None:
    first, second = knowledge.days(knowledge.page("first-day-at-the-bakery", "sv"))
    assert (first.id, first.title, first.question) == (
        "day-1",
        "Dag 1: Ta emot",
        "Vem lade märke till dig när du senast kom in i en butik?",
    )
    assert [item.concept for item in second.items] == ["ask-about-the-meal", "let-them-taste", "mention-tomorrow"]
    assert second.items[2].why == "Så slutar ett samtal vid disken."


def test_knowledge_does_not_change(knowledge: Knowledge) -> None:
    with pytest.raises((AttributeError, TypeError)):
        knowledge.concepts["greet-first"] = knowledge.concepts["greet"]  # type: ignore[index]
