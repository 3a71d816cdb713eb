"""The pictures that are shown with a link, drawn for real."""

import io
import re
import struct
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from kundskab import check, load, pictures, settings, share
from kundskab.handout.typesetting import Unsettable
from kundskab.knowledge import FOLDER_OF, Knowledge
from kundskab.schema import OVERVIEWS
from kundskab.share import Card

Edit = Callable[[str, str, str], None]
PAGE = "da/principles/greet-first.md"


def cards(docs: Path) -> dict[str, Card]:
    conf = settings.read(docs=docs)
    return {card.address: card for card in share.cards(conf, load.load(conf).knowledge)}


def drawn(docs: Path, address: str = "share/da/greet-first.png") -> bytes:
    return pictures.make([cards(docs)[address]])[address]


def size(png: bytes) -> tuple[int, ...]:
    return struct.unpack(">II", png[16:24])


def part(png: bytes, box: tuple[int, int, int, int]) -> bytes:
    return Image.open(io.BytesIO(png)).convert("RGB").crop(box).tobytes()


def test_every_page_that_shows_a_drawing_has_a_picture_and_the_others_have_their_overviews(
    mini: Path, knowledge: Knowledge
) -> None:
    pngs = pictures.make(list(cards(mini).values()))
    desk = share.Desk(settings.read(docs=mini), knowledge)
    shown = {page: desk.shown(page)[0] for page in knowledge.pages()}
    overviews = {f"share/{lang}/{FOLDER_OF[kind]}.png" for kind in OVERVIEWS for lang in knowledge.languages}
    assert {*shown.values()} | overviews == set(pngs)
    own = {page for page, address in shown.items() if address.endswith(f"/{page.id}.png")}
    assert {"greet-first", "greet", "about"} <= {page.id for page in own}
    assert {shown[page] for page in shown.keys() - own if page.type == "principle"} == {
        f"share/{lang}/principles.png" for lang in knowledge.languages
    }
    assert {size(png) for png in pngs.values()} == {(share.WIDTH, share.HEIGHT)}
    assert len(set(pngs.values())) == len(pngs), "each shows its own page"


def test_the_same_input_gives_the_same_bytes_alone_and_among_others(mini: Path) -> None:
    several = list(cards(mini).values())[: share.BATCH]
    together = pictures.make(several)
    assert {card.address: pictures.make([card])[card.address] for card in several[:3]} == {
        card.address: together[card.address] for card in several[:3]
    }


def test_a_picture_shows_the_drawings_behind_its_page_and_says_so(mini: Path) -> None:
    found = cards(mini)
    principle = found["share/sv/greet-first.png"]
    assert principle.alt == "Ta emot: Hälsa först. Två prickar ser varandra i ögonen över en disk"
    assert [name for name in principle.images if name != "mark.svg"] == ["greet-first.svg", "area-greet.svg"]
    assert b"currentColor" not in b"".join(principle.images.values())
    assert "greet-first.svg" in found["share/da/greet.png"].images and "area-advise.svg" in found["share/da/about.png"].images


def test_code_in_a_title_is_text(mini: Path, edit: Edit) -> None:
    plain = drawn(mini)
    edit(PAGE, "title: ", "title: '\"); #panic(1) #[*' # ")
    assert size(drawn(mini)) == (share.WIDTH, share.HEIGHT)
    assert drawn(mini) != plain


@pytest.mark.parametrize("title", ["Hils " * 120, "Hilsepligtens" * 12, "A"], ids=["many words", "one word", "short"])
def test_a_title_of_any_length_stays_in_its_place(title: str, mini: Path, edit: Edit) -> None:
    plain = drawn(mini)
    text = (mini / PAGE).read_text("utf-8")
    (mini / PAGE).write_text(re.sub("^title: .*", f"title: {title.strip()}", text, flags=re.M), "utf-8")
    png = drawn(mini)
    assert png != plain and size(png) == (share.WIDTH, share.HEIGHT)
    for box in ((0, 0, 1200, 130), (0, 520, 1200, 630), (690, 0, 1200, 630), (0, 0, 70, 630)):
        assert part(png, box) == part(plain, box), f"the title reaches into {box}"


def test_a_picture_is_kept_until_its_page_changes(mini: Path, edit: Edit, tmp_path: Path) -> None:
    kept, address = tmp_path / "kept", "share/da/greet-first.png"
    first = pictures.make([cards(mini)[address]], kept)
    [copy] = kept.iterdir()
    marked = first[address].replace(b"IEND", b"tEXt\0\0\0\0\0\0\0\0IEND")
    copy.write_bytes(marked)
    assert pictures.make([cards(mini)[address]], kept) == {address: marked}, "it is not drawn again"
    copy.write_bytes(first[address][:1000])
    assert pictures.make([cards(mini)[address]], kept) == first, "a broken copy is drawn again"
    assert copy.read_bytes() == first[address]
    edit(PAGE, "title: ", "title: Nu ")
    assert pictures.make([cards(mini)[address]], kept) != first


def test_a_new_drawing_makes_new_pictures_of_the_pages_that_show_it(mini: Path) -> None:
    before = {address: pictures.digest(card) for address, card in cards(mini).items()}
    drawing = mini / "assets/pictures/greet-first.svg"
    drawing.write_text(drawing.read_text("utf-8").replace('r="', 'r="1'), "utf-8")
    changed = {address for address, card in cards(mini).items() if pictures.digest(card) != before[address]}
    assert "share/nb/greet-first.png" in changed and "share/nb/greet.png" in changed
    assert "share/nb/about.png" not in changed


def test_a_library_without_drawings_has_pictures_too(mini: Path) -> None:
    for drawing in (mini / "assets/pictures").iterdir():
        drawing.unlink()
    assert {size(png) for png in pictures.make(list(cards(mini).values())).values()} == {(share.WIDTH, share.HEIGHT)}


def test_every_drawing_that_cannot_be_set_is_told_by_its_page(mini: Path) -> None:
    (mini / "assets/pictures/greet-first.svg").write_text("<svg")
    with pytest.raises(Unsettable) as caught:
        pictures.make(list(cards(mini).values()))
    told = str(caught.value).splitlines()
    assert {"da/principles/greet-first.md", "sv/principles/greet-first.md"} <= {line.partition(":")[0] for line in told}
    assert all("the picture for shared links cannot be set" in line for line in told if ".md:" in line)


def test_no_page_takes_the_picture_of_an_overview(mini: Path) -> None:
    page = mini / "da/situations/no-bread-left.md"
    page.rename(page.with_name("articles.md"))
    found = check.problems(load.load(settings.read(docs=mini)))
    assert '"articles" is an address of the site\'s own' in {problem.message for problem in found}


def test_a_language_has_its_country() -> None:
    assert [share.locale(lang) for lang in ("da", "nb", "sv")] == ["da_DK", "nb_NO", "sv_SE"]
