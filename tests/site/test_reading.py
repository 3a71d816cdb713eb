"""Reading lists as their readers follow them: progress, answers, dates, a sheet on paper."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import ROOTS
from playwright.sync_api import Browser, Locator, Page, expect

LIST = "reading-lists/first-week-in-sales/"
COUNT = {"da": "{} af 20 læst", "nb": "{} av 20 lest", "sv": "{} av 20 lästa"}


def expect_count(page: Page, lang: str, number: int) -> None:
    expect(page.locator(".k-progress label").first).to_have_text(COUNT[lang].format(number))


def told(page: Page) -> Locator:
    return page.locator(".k-said")


@pytest.fixture
def bare(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()


def test_what_is_read_in_one_language_is_read_in_all(page: Page, url: str) -> None:
    page.goto(url + LIST)
    expect_count(page, "da", 0)
    page.locator(".k-day [data-read]").first.check()
    expect(page.locator(".k-progress [data-part=next] a")).to_have_text("Kunder er mennesker")
    for lang, root in ROOTS.items():
        page.goto(url + root + LIST)
        expect_count(page, lang, 1)
        assert page.locator("progress").evaluate("bar => bar.value / bar.max") == 1 / 20
    page.goto(url + "sv/reading-lists/everyone-sells/")
    assert not page.locator(".k-day [data-read]:checked").count(), "another list, other pages"


def test_one_follows_a_list_from_page_to_page(page: Page, url: str) -> None:
    page.goto(url + "nb/" + LIST)
    page.locator(".k-day a[data-item]").first.click()
    way = page.locator(".k-follow:visible")
    expect(way).to_contain_text("Første uke i salg 1 av 20")
    expect(way.locator(".k-follow__previous")).to_have_count(0)
    way.get_by_label("Lest").check()
    way.locator(".k-follow__next").click()
    expect(page.locator("h1")).to_have_text("Kunder er mennesker")
    expect(way).to_contain_text("2 av 20")
    way.locator(".k-follow__previous").click()
    expect(way.get_by_label("Lest")).to_be_checked()
    way.get_by_role("link", name="Første uke i salg").click()
    expect_count(page, "nb", 1)


def test_a_page_outside_a_list_offers_no_way_through_it(page: Page, url: str) -> None:
    page.goto(url + "principles/customers-are-people/")
    expect(page.locator(".k-follow:visible")).to_have_count(0)


def test_answers_are_kept_and_move_to_another_device_as_a_file(page: Page, bare: Page, url: str, tmp_path: Path) -> None:
    page.goto(url + LIST)
    page.locator(".k-day [data-read]").nth(2).check()
    page.locator(".k-answer").first.fill("Min kollega")
    page.reload()
    expect(page.locator(".k-answer").first).to_have_value("Min kollega")
    with page.expect_download() as download:
        page.get_by_role("button", name="Gem som fil").click()
    file = tmp_path / "progress.json"
    download.value.save_as(file)

    bare.goto(url + "sv/" + LIST)
    bare.locator(".k-answer").first.fill("Min chef")
    bare.locator(".k-day [data-read]").first.check()
    bare.locator("[type=file]").set_input_files(file)
    expect(told(bare)).to_contain_text("Innehållet i filen har lagts till det du redan hade.")
    expect_count(bare, "sv", 2)
    expect(bare.locator(".k-answer").first).to_have_value("Min chef\n\nMin kollega")


@pytest.mark.parametrize(
    "content", ["", "{", "[]", "null", '{"read": {}}', '{"file": "kundskab-reading", "read": {"x": "ja"}, "answers": {}}']
)
def test_a_file_that_is_none_changes_nothing_and_is_told(content: str, page: Page, url: str, tmp_path: Path) -> None:
    file = tmp_path / "other.json"
    file.write_text(content)
    page.goto(url + LIST)
    page.locator(".k-day [data-read]").first.check()
    page.locator("[type=file]").set_input_files(file)
    expect(told(page)).to_contain_text("Filen er ikke gemt fra en læseliste i dette bibliotek. Intet er ændret.")
    expect_count(page, "da", 1)


@pytest.mark.parametrize(
    "kept", ['{"x": [', '{"read": [], "answers": {}}', '{"read": 7}', "[1]", '{"read": ["a"], "answers": 3}', '"old"', "null"]
)
def test_what_cannot_be_read_is_laid_aside_and_told(kept: str, page: Page, url: str) -> None:
    page.goto(url + "about/")
    page.evaluate("text => localStorage.setItem('/:reading', text)", kept)
    page.goto(url + LIST)
    expect(told(page)).to_contain_text("kunne ikke åbnes")
    assert page.evaluate("localStorage.getItem('/:reading:aside')") == kept, "nothing is lost"
    page.locator(".k-day [data-read]").first.check()
    page.reload()
    expect_count(page, "da", 1)


@pytest.mark.parametrize(
    "storage",
    ["throw new Error('forbidden')", "return { getItem: () => null, setItem() { throw new Error('full') }, removeItem() {} }"],
)
def test_a_device_that_cannot_keep_it_says_so_and_goes_on(storage: str, bare: Page, url: str) -> None:
    bare.add_init_script(f"Object.defineProperty(window, 'localStorage', {{ get() {{ {storage} }} }})")
    bare.goto(url + LIST)
    bare.locator(".k-day [data-read]").first.check()
    expect(told(bare)).to_contain_text("kan ikke gemmes på denne enhed")
    bare.locator(".k-day [data-read]").nth(1).check()
    expect_count(bare, "da", 2)


def test_pages_that_are_gone_are_kept_and_not_counted(page: Page, url: str) -> None:
    page.goto(url + "about/")
    page.evaluate("localStorage.setItem('/:reading', JSON.stringify({read: {'a-page-that-was': true}, answers: {}}))")
    page.goto(url + LIST)
    expect_count(page, "da", 0)
    page.locator(".k-day [data-read]").first.check()
    assert "a-page-that-was" in json.loads(page.evaluate("localStorage.getItem('/:reading')"))["read"]


DATES = {
    "da": ("fredag den 4. december 2026", "mandag den 7. december 2026"),
    "nb": ("fredag 4. desember 2026", "mandag 7. desember 2026"),
    "sv": ("fredag 4 december 2026", "måndag 7 december 2026"),
}


@pytest.mark.parametrize("lang", ROOTS)
def test_a_link_assigns_the_list_to_working_days(lang: str, page: Page, url: str) -> None:
    page.goto(f"{url}{ROOTS[lang]}{LIST}?start=2026-12-04")
    found = page.locator("[data-day]").all_inner_texts()
    assert tuple(found[:2]) == DATES[lang] and len(found) == 5
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.locator("[type=date]").fill("2025-01-04")
    assert "6" in page.locator("[data-day]").first.inner_text(), "a Saturday becomes Monday, also in the past"
    page.locator(".k-keep [data-does=share]").click()
    assert page.evaluate("navigator.clipboard.readText()") == f"{url}{ROOTS[lang]}{LIST}?start=2025-01-04"


@pytest.mark.parametrize("start", ["2026-02-30", "i morgen", "2026-1-1", "99999-01-01"])
def test_a_date_that_does_not_exist_is_told(start: str, page: Page, url: str) -> None:
    page.goto(f"{url}{LIST}?start={start}")
    expect(told(page)).to_contain_text("Datoen i linket findes ikke.")
    assert not any(page.locator("[data-day]").all_inner_texts())


def test_on_paper_a_list_is_a_sheet_to_sign(page: Page, url: str) -> None:
    page.goto(f"{url}sv/{LIST}?start=2026-12-04")
    page.emulate_media(media="print")
    for word in ("Namn", "Chef", "Datum"):
        expect(page.locator(".k-sign").get_by_text(word)).to_be_visible()
    expect(page.locator(".k-day [data-read]").first).to_be_visible()
    expect(page.locator(".k-progress")).to_be_hidden()
    expect(page.locator(".k-header")).to_be_hidden()


def test_without_javascript_a_list_is_a_plain_page(browser: Browser, url: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(url + LIST)
    for part in (".k-progress", ".k-day [data-read]", ".k-answer", ".k-follow"):
        expect(page.locator(part).first).to_be_hidden()
    page.locator(".k-day a[data-item]").first.click()
    assert re.search(r"/articles/[\w-]+/$", page.url)
    context.close()


def test_files_that_go_back_and_forth_add_nothing(page: Page, bare: Page, url: str, tmp_path: Path) -> None:
    devices = ((page, "Nej"), (bare, "Nejlig dag"))
    for device, answer in devices:
        device.goto(url + LIST)
        device.locator(".k-answer").first.fill(answer)
    for source, target in ((page, bare), (bare, page), (page, bare)):
        with source.expect_download() as download:
            source.get_by_role("button", name="Gem som fil").click()
        download.value.save_as(tmp_path / "file.json")
        target.locator("[type=file]").set_input_files(tmp_path / "file.json")
        expect(told(target)).to_contain_text("Indholdet af filen")
    assert sorted(page.locator(".k-answer").first.input_value().split("\n\n")) == ["Nej", "Nejlig dag"]
    assert sorted(bare.locator(".k-answer").first.input_value().split("\n\n")) == ["Nej", "Nejlig dag"]


def test_names_that_mean_something_to_the_script_are_only_names(page: Page, url: str, tmp_path: Path) -> None:
    file = tmp_path / "file.json"
    file.write_text(
        '{"file": "kundskab-reading", "read": {"constructor": true}, "answers": {"__proto__": "x", "constructor": "y"}}'
    )
    page.goto(f"{url}{LIST}?list=__proto__&with=%22%3E%3Cimg%3E")
    page.locator("[type=file]").set_input_files(file)
    expect(told(page)).to_contain_text("Indholdet af filen")
    page.locator(".k-day [data-read]").first.check()
    page.reload()
    expect_count(page, "da", 1)


def test_back_to_a_list_shows_what_was_read_meanwhile(page: Page, url: str) -> None:
    page.goto(url + LIST)
    page.locator(".k-day a[data-item]").first.click()
    page.locator(".k-follow:visible").get_by_label("Læst").check()
    page.go_back()
    expect_count(page, "da", 1)
    expect(page.locator(".k-day [data-read]").first).to_be_checked()


def test_two_windows_on_one_answer_lose_nothing(page: Page, url: str) -> None:
    other = page.context.new_page()
    for window in (page, other):
        window.goto(url + LIST)
    page.bring_to_front()
    page.locator(".k-answer").first.fill("fra den ene")
    other.bring_to_front()
    other.locator(".k-answer").first.press("End")
    other.keyboard.type(" og den anden")
    page.bring_to_front()
    page.reload()
    expect(page.locator(".k-answer").first).to_have_value("fra den ene og den anden")


def test_broken_progress_is_told_on_the_list_also_if_another_page_was_opened_first(page: Page, url: str) -> None:
    page.goto(url + "about/")
    page.evaluate("localStorage.setItem('/:reading', '{')")
    page.goto(url)
    page.goto(url + LIST)
    expect(told(page)).to_contain_text("kunne ikke åbnes")
    told(page).get_by_role("button").click()
    expect(told(page)).to_be_hidden()


def test_on_a_page_of_a_list_too_one_is_told_that_nothing_can_be_kept(bare: Page, url: str) -> None:
    bare.add_init_script("Object.defineProperty(window, 'localStorage', { get() { throw new Error('forbidden') } })")
    bare.goto(url + "sv/principles/customers-are-people/?list=first-week-in-sales")
    bare.locator(".k-follow:visible").get_by_label("Läst").check()
    expect(told(bare)).to_contain_text("Det går inte att spara")


def test_the_dates_of_a_list_stay_until_they_are_cleared(page: Page, url: str) -> None:
    page.goto(f"{url}{LIST}?start=2026-12-04")
    page.locator(".k-day a[data-item]").first.click()
    page.locator(".k-follow:visible").get_by_role("link", name="Første uge i salg").click()
    expect(page.locator("[data-day]").first).to_have_text(DATES["da"][0])
    page.locator("[type=date]").fill("")
    expect(page.locator("[data-day]").first).to_have_text("")
    page.goto(url + LIST)
    expect(page.locator("[data-day]").first).to_have_text("")


def test_following_goes_on_in_another_language(page: Page, url: str) -> None:
    page.goto(url + "principles/customers-are-people/?list=first-week-in-sales")
    page.locator(".k-header [data-lang=sv]").click()
    page.wait_for_url("**/sv/principles/customers-are-people/?list=first-week-in-sales*")
    page.locator(".k-beside a").first.click()
    page.wait_for_url(lambda address: "with=da" in address and "list=first-week-in-sales" in address)
    expect(page.locator(".k-follow:visible")).to_contain_text("Första veckan som säljare")


def test_side_by_side_a_list_keeps_ones_own_boxes_and_answers_alone(page: Page, url: str) -> None:
    page.goto(url + LIST)
    page.locator(".k-answer").first.fill("Mit svar")
    page.goto(f"{url}{LIST}?with=nb")
    expect(page.locator(".k-pair").first).to_be_visible()
    expect(page.locator(".k-answer").first).to_have_value("Mit svar")
    assert page.locator("[lang=nb] :is(.k-answer, [data-read])").count() == 0
    page.locator(".k-day [data-read]").first.check()
    expect_count(page, "da", 1)
