"""Handouts as a reader's program opens them: every edition in every language."""

import io
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import page as conformance
import pytest
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject

from kundskab import load
from kundskab.handout import editions, handouts
from kundskab.handout.booklet import Booklet, Voice
from kundskab.handout.compiling import made
from kundskab.handout.editions import Edition
from kundskab.handout.handouts import Handout
from kundskab.handout.typesetting import Unsettable
from kundskab.knowledge import Knowledge
from kundskab.settings import Settings

LAB, WEEK = "listening-lab", "first-week-in-sales"
Library = tuple[Settings, Knowledge]


@pytest.fixture(scope="module")
def library() -> Library:
    from kundskab import settings

    conf = settings.read()
    return conf, load.load(conf).knowledge


@pytest.fixture(scope="module")
def everything(library: Library) -> dict[Edition, Handout]:
    conf, knowledge = library
    return {handout.edition: handout for handout in handouts.make(conf, knowledge, editions.standard(knowledge))}


@pytest.fixture(scope="module", params=("da", "nb", "sv"))
def lang(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module", params=(*editions.KINDS, editions.CHOICE))
def handout(request: pytest.FixtureRequest, lang: str, everything: dict[Edition, Handout], library: Library) -> Handout:
    if request.param == editions.CHOICE:
        edition = editions.choice(library[1], ["active-listening", "too-expensive"], lang, "Mit udvalg")
        return handouts.make(*library, [edition])[0]
    return next(made for one, made in everything.items() if one.kind == request.param and lang in (one.lang, one.other))


def reader(handout: Handout) -> PdfReader:
    return PdfReader(io.BytesIO(handout.pdf))


def text(handout: Handout) -> str:
    return " ".join(" ".join(page.extract_text().split()) for page in reader(handout).pages)


def sheet(handout: Handout, number: int) -> str:
    """The text of a page, the first being 0."""
    return reader(handout).pages[number].extract_text()


def solid(text: str) -> str:
    """A text without what a line's end does to it."""
    return re.sub(r"[\s\u00ad\u200b-]", "", text)


def elements(handout: Handout) -> Iterator[DictionaryObject]:
    """The structure elements in the order in which a screen reader meets them."""
    root = reader(handout).trailer["/Root"]
    assert isinstance(root, DictionaryObject)
    open_ = [root["/StructTreeRoot"]]
    while open_:
        element = open_.pop().get_object()
        if isinstance(element, ArrayObject):
            open_ += reversed(element)
        elif isinstance(element, DictionaryObject) and "/K" in element:
            yield element
            open_.append(element["/K"])


def alternative_texts(handout: Handout) -> list[str]:
    return [str(element["/Alt"]) for element in elements(handout) if "/Alt" in element]


def destinations(handout: Handout) -> Iterator[bool]:
    """Of every link within the handout: whether it leads to one of its pages."""
    found = reader(handout)
    names, sheets = set(found.named_destinations), [page.get_object() for page in found.pages]
    for page in found.pages:
        for annotation in (reference.get_object() for reference in page.get("/Annots", ArrayObject())):
            action = annotation.get("/A", DictionaryObject()).get_object()
            if "/URI" in action:
                assert re.match("https?://", str(action["/URI"]))
            else:
                target = (annotation.get("/Dest") or action["/D"]).get_object()
                yield target[0].get_object() in sheets if isinstance(target, ArrayObject) else str(target) in names


# Whatever the kind


def test_every_handout_has_no_fault_of_accessibility(everything: dict[Edition, Handout]) -> None:
    assert {(one.kind, one.lang) for one in everything} >= {(kind, lang) for kind in editions.KINDS for lang in ("da", "nb")}
    for edition, handout in everything.items():
        found = conformance.validate_pdf_bytes(handout.pdf)
        assert found.profile == conformance.ValidationProfile.PDF_UA_1
        assert not found.failures, (edition.name, [failure.message for failure in found.failures])


def test_a_handout_says_what_it_is(handout: Handout, library: Library) -> None:
    found = reader(handout)
    root = found.trailer["/Root"]
    assert isinstance(root, DictionaryObject)
    assert root["/Lang"] == handout.edition.lang
    assert found.metadata and found.metadata.author == library[0].organisation
    assert str(found.metadata.title) in text(handout)
    assert handout.pages == len(found.pages)
    assert len(found.outline) >= 2, "bookmarks"


def test_every_link_leads_to_a_page_of_the_handout_or_to_the_web(handout: Handout) -> None:
    assert all(destinations(handout))


def test_every_font_is_embedded_in_part(handout: Handout) -> None:
    for page in reader(handout).pages:
        resources = page["/Resources"]
        assert isinstance(resources, DictionaryObject)
        for font in resources.get("/Font", DictionaryObject()).get_object().values():
            assert re.match(r"/[A-Z]{6}\+", str(font.get_object()["/BaseFont"]))


def test_the_last_page_says_what_it_is_made_from(handout: Handout, library: Library) -> None:
    words = library[1].strings[handout.edition.lang]["handout"]
    last = " ".join(reader(handout).pages[-1].extract_text().split())
    assert words["as_of"].removesuffix("{}") in last
    assert re.search(words["edition"] + " [0-9a-f]{8}", last)


def test_a_handout_of_fifteen_pages_is_light(everything: dict[Edition, Handout]) -> None:
    for handout in everything.values():
        assert len(handout.pdf) <= 300_000 * max(handout.pages, 15) / 15 + 60_000, handout.edition.name


def test_the_same_input_gives_the_same_bytes(handout: Handout, library: Library) -> None:
    if handout.edition.kind != editions.LIBRARY:
        assert handouts.make(*library, [handout.edition])[0].pdf == handout.pdf


# Each kind


def one(everything: dict[Edition, Handout], kind: str, id: str, lang: str) -> Handout:
    return everything[Edition(kind, id, lang)]


def test_participants_get_exercises_and_principles(everything: dict[Edition, Handout], library: Library, lang: str) -> None:
    knowledge = library[1]
    handout = one(everything, editions.PARTICIPANT, LAB, lang)
    found, page, words = text(handout), knowledge.page(LAB, lang), knowledge.strings[lang]
    assert words["handout"]["contents"] in found
    principles = knowledge.linked(LAB, "principle")
    for concept in principles:
        assert found.count(knowledge.title(concept.id, lang)) >= 2, "in the contents and in its place"
    for block in knowledge.blocks(page):
        assert block.title in found
        assert solid(knowledge.plain(block.parts["goal"], lang)) in solid(found)
    assert knowledge.blocks(page)[1].parts["watch"][:40] not in found, "what only the facilitator needs"
    assert page.section("who").title not in found and knowledge.blocks(page)[2].parts["material"] not in found  # type: ignore[union-attr]
    assert words["handout"]["name"] in sheet(handout, 0) and words["handout"]["day"] in sheet(handout, 0)
    pictures = [getattr(knowledge.page(concept.id, lang).meta, "picture", "") for concept in principles]
    assert [alt for alt in alternative_texts(handout) if not alt.startswith(words["handout"]["web"])] == pictures
    term = next(term for term in knowledge.terms if term.id == "open-question").wordings[lang]
    assert solid(term.definition) in solid(found)


def test_the_facilitator_gets_times_and_words(everything: dict[Edition, Handout], library: Library, lang: str) -> None:
    knowledge, words = library[1], library[1].strings[lang]
    found = text(one(everything, editions.FACILITATOR, LAB, lang))
    for block in knowledge.blocks(knowledge.page(LAB, lang)):
        for part in block.parts:
            assert solid(knowledge.plain(block.parts[part].split("\n")[0], lang)) in solid(found)
        assert solid(words["part"]["material"] + block.parts.get("material", "")) in solid(found)
    assert "9:00" in found and "10:30" in found
    assert solid(knowledge.strings[lang]["handout"]["booklet"]) in solid(found)
    later = handouts.make(*library, [Edition(editions.FACILITATOR, LAB, lang, start=13 * 60 + 15)])[0]
    assert "13:15" in text(later) and "14:45" in text(later) and "9:00" not in text(later)


def test_two_languages_stand_side_by_side(everything: dict[Edition, Handout], library: Library) -> None:
    knowledge = library[1]
    handout = everything[Edition(editions.NORDIC, LAB, "da", "sv")]
    found = text(handout)
    assert not any(notice in found for notice in knowledge.strings["da"]["notice"]["fallback"].values())
    for lang in ("da", "sv"):
        page, words = knowledge.page(LAB, lang), knowledge.strings[lang]
        for block in knowledge.blocks(page):
            assert found.count(block.title) >= 2, "in the contents and in its place"
        cover = sheet(handout, 0)
        assert all(solid(said) in solid(cover) for said in (page.meta.title, page.meta.summary, words["workshop"]["time"]))
        assert words["handout"]["contents"] in sheet(handout, 1)
        term = next(term for term in knowledge.terms if term.id == "open-question").wordings[lang]
        assert solid(term.definition) in solid(found)
        assert solid(knowledge.address(LAB, lang)) in solid(found)
    assert {str(element["/Lang"]) for element in elements(handout) if "/Lang" in element} >= {"sv"}


def test_a_reading_list_has_every_page_in_its_order(everything: dict[Edition, Handout], library: Library, lang: str) -> None:
    knowledge = library[1]
    handout = one(everything, editions.LIST, WEEK, lang)
    marks = [str(mark.title) for mark in _flat(reader(handout).outline)]
    days = knowledge.days(knowledge.page(WEEK, lang))
    order = [title for day in days for title in (day.title, *(knowledge.title(item.concept, lang) for item in day.items))]
    assert [mark for mark in marks if mark in order] == order
    for day in days:
        assert solid(day.question) in solid(text(handout))


def _flat(outline: list[object]) -> Iterator[DictionaryObject]:
    for entry in outline:
        if isinstance(entry, list):
            yield from _flat(entry)
        elif isinstance(entry, DictionaryObject):
            yield entry


def test_cards_have_their_backs_behind_them(everything: dict[Edition, Handout], library: Library, lang: str) -> None:
    knowledge = library[1]
    sheets = reader(one(everything, editions.CARDS, "principle-cards", lang)).pages[2:]  # fronts on the fronts of sheets of paper
    chosen = [concept.id for area in knowledge.of_type("area") for concept in knowledge.principles_of(area.id)]
    for number in range(0, len(chosen), 4):
        front, back = (" ".join(sheets[number // 2 + side].extract_text().split()) for side in (0, 1))
        for id in chosen[number : number + 4]:
            page = knowledge.page(id, lang)
            why = page.section("why")
            assert solid(page.meta.summary) in solid(front)
            assert why and solid(knowledge.plain(why.text, lang))[:60] in solid(back)


def test_the_library_holds_every_page(everything: dict[Edition, Handout], library: Library, lang: str) -> None:
    knowledge = library[1]
    found = solid(text(one(everything, editions.LIBRARY, "library", lang)))
    for kind in ("area", "principle", "situation", "article", "reading-list", "workshop"):
        for concept in knowledge.of_type(kind):
            assert solid(knowledge.page(concept.id, lang).meta.summary) in found, concept.id


# Other content


def only(mini: Path, settings_for: Callable[[Path], Settings], kind: str, id: str, lang: str) -> Handout:
    conf = settings_for(mini)
    return handouts.make(conf, load.load(conf).knowledge, [Edition(kind, id, lang)])[0]


def test_a_handout_in_another_language_is_so_throughout_and_says_so(mini: Path, settings_for: Callable[[Path], Settings]) -> None:
    (mini / "nb/workshops/tasting-hour.md").unlink()
    knowledge = load.load(settings_for(mini)).knowledge
    handout = only(mini, settings_for, editions.PARTICIPANT, "tasting-hour", "nb")
    root = reader(handout).trailer["/Root"]
    text_lang = knowledge.page("tasting-hour", "nb").lang
    assert isinstance(root, DictionaryObject) and root["/Lang"] == text_lang != "nb"
    assert knowledge.strings["nb"]["notice"]["fallback"][text_lang] in text(handout)
    assert knowledge.strings[text_lang]["handout"]["contents"] in text(handout)


def test_a_page_that_fell_behind_its_original_says_so(
    mini: Path, edit: Callable[[str, str, str], None], settings_for: Callable[[Path], Settings]
) -> None:
    knowledge = load.load(settings_for(mini)).knowledge
    concept = knowledge.concepts["greet-first"]
    page = next(page for page in concept.pages.values() if page is not concept.original)
    notice = knowledge.strings[page.lang]["notice"]["drift"]
    assert notice not in text(only(mini, settings_for, editions.LIBRARY, "library", page.lang))
    section = concept.original.section("why")
    assert section
    edit(concept.original.path, section.text, section.text + " Mere.")
    assert solid(notice) in solid(text(only(mini, settings_for, editions.LIBRARY, "library", page.lang)))


def test_a_picture_in_the_text_is_printed(
    mini: Path, edit: Callable[[str, str, str], None], settings_for: Callable[[Path], Settings]
) -> None:
    original = next(path for path in mini.glob("*/workshops/tasting-hour.md") if "translated:" not in path.read_text("utf-8"))
    picture = "![En prik](../../assets/pictures/greet-first.svg)"
    edit(original.relative_to(mini).as_posix(), "{#goal}\n", f"{{#goal}}\n\n{picture}\n")
    assert "En prik" in alternative_texts(only(mini, settings_for, editions.PARTICIPANT, "tasting-hour", original.parts[-3]))


def test_all_that_cannot_be_printed_is_told_at_once(mini: Path, settings_for: Callable[[Path], Settings]) -> None:
    for lang in ("da", "sv"):
        path = mini / lang / "workshops/tasting-hour.md"
        path.write_text(path.read_text("utf-8") + "\nEn 🥖 mere.\n", "utf-8")
    conf = settings_for(mini)
    both = [Edition(editions.PARTICIPANT, "tasting-hour", lang) for lang in ("da", "sv")]
    with pytest.raises(Unsettable) as caught:
        handouts.make(conf, load.load(conf).knowledge, [*both, Edition(editions.LIBRARY, "library", "da")])
    assert [line.partition(":")[0] for line in str(caught.value).splitlines() if ".md:" in line] == [
        f"{lang}/workshops/tasting-hour.md" for lang in ("da", "sv")
    ]


def test_what_was_set_before_is_kept_and_a_broken_copy_is_set_again(
    mini: Path, settings_for: Callable[[Path], Settings], tmp_path: Path
) -> None:
    conf = settings_for(mini)
    document = handouts.document(conf, load.load(conf).knowledge, Edition(editions.PARTICIPANT, "tasting-hour", "sv"))
    first = made(document, tmp_path / "kept")
    [copy] = (tmp_path / "kept").iterdir()
    copy.write_bytes(first[0] + b"\n")
    assert made(document, tmp_path / "kept")[0] == first[0] + b"\n", "it is not set again"
    copy.write_bytes(first[0][:1000])
    assert made(document, tmp_path / "kept") == first


@pytest.mark.parametrize(
    ("kind", "id"),
    [
        (editions.PARTICIPANT, "tasting-hour"),
        (editions.FACILITATOR, "tasting-hour"),
        (editions.CARDS, "principle-cards"),
        (editions.LIBRARY, "library"),
    ],
)
def test_whatever_a_page_may_hold_is_printed_in_every_kind(
    kind: str, id: str, mini: Path, edit: Callable[[str, str, str], None], settings_for: Callable[[Path], Settings]
) -> None:
    """A footnote told elsewhere on its page, a link to the web, one to a section that not every kind has, an id that is code."""
    knowledge = load.load(settings_for(mini)).knowledge
    told = "\n\n[^a/b]: Noten.\n"
    for concept in (knowledge.concepts["tasting-hour"], knowledge.concepts["greet-first"]):
        page = concept.original
        section = page.section("goal" if concept.type == "workshop" else "why")
        assert section
        more = "Se [her](https://web.example/) og [[tasting-hour#short|kort]].[^a/b]\n\n### Under {#a>#panic(1)}\n\nMere."
        edit(page.path, section.text, f"{section.text}\n\n{more}")
        path = mini / page.path
        path.write_text(path.read_text("utf-8").rstrip() + told, "utf-8")
    lang = knowledge.concepts["tasting-hour" if id == "tasting-hour" else "greet-first"].original.lang
    found = text(only(mini, settings_for, kind, id, lang))
    assert "Noten" in found and "[^" not in found and "web.example" in found


def test_a_page_chosen_twice_is_printed_once(library: Library) -> None:
    chosen = editions.choice(library[1], ["open-questions", "active-listening", "open-questions"], "da", None)
    assert chosen.pages == ("open-questions", "active-listening")


def test_a_library_of_nothing_has_no_handout(mini: Path, settings_for: Callable[[Path], Settings]) -> None:
    for path in mini.glob("*/*/*.md"):
        path.unlink()
    assert editions.standard(load.load(settings_for(mini)).knowledge) == []


def test_a_section_that_one_language_lacks_stops_nothing(mini: Path, settings_for: Callable[[Path], Settings]) -> None:
    path = mini / "da/workshops/tasting-hour.md"
    more = "\n## Ekstra {#extra}\n\nMere.\n"
    path.write_text(path.read_text("utf-8").replace("{#goal}\n", "{#goal}\n\n[[tasting-hour#extra|Ekstra]].\n") + more, "utf-8")
    conf = settings_for(mini)
    edition = Edition(editions.NORDIC, "tasting-hour", "da", "nb")
    assert "Ekstra" in text(handouts.make(conf, load.load(conf).knowledge, [edition])[0])


def test_a_cover_stays_one_page_however_much_it_shows(library: Library) -> None:
    conf, knowledge = library
    booklet = Booklet(conf, knowledge, "da", "da", {})
    body = booklet.text(knowledge.page("active-listening", "da"), "Kort", 0)
    document = booklet.document(
        [body],
        voices=[Voice("da", "Kort", "Om kort.", conf.site_url)],
        kicker="Kort",
        path="da/index.md",
        pictures=knowledge.of_type("principle") * 3,
        paper="sheets",
        glossary=False,
    )
    sheets = PdfReader(io.BytesIO(made(document)[0])).pages
    assert not sheets[1].extract_text().strip() and "Kort" in sheets[2].extract_text(), "fronts and backs share a sheet"
