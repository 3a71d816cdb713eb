"""Ways through the knowledge in a real browser: terms and previews, two languages at once, sharing, reporting, reviews."""

import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from urllib.parse import unquote

import lxml.html
import pytest
from conftest import ROOTS
from playwright.sync_api import Browser, Page, Route, expect

PRINCIPLE = "principles/active-listening/"


def opened(browser: Browser, url: str, **context: object) -> Page:
    page = browser.new_context(**context).new_page()  # type: ignore[arg-type]
    page.goto(url)
    return page


# Languages


@pytest.mark.parametrize(("start", "other"), [("da", "nb"), ("nb", "sv"), ("sv", "da")])
def test_switching_language_stays_at_the_section(start: str, other: str, page: Page, url: str) -> None:
    page.goto(url + ROOTS[start] + PRINCIPLE)
    page.locator("#pitfalls").evaluate("heading => heading.scrollIntoView({ behavior: 'instant' })")
    page.locator(f".k-header [data-lang={other}]").evaluate("link => link.click()")  # a real click would scroll the page first
    page.wait_for_url(f"{url}{ROOTS[other]}{PRINCIPLE}#pitfalls")
    expect(page.locator("#pitfalls")).to_be_in_viewport()


@pytest.mark.parametrize(
    ("locale", "asked"),
    [("nb-NO", "Vil du lese på norsk?"), ("nn-NO", "Vil du lese på norsk?"), ("sv-SE", "Vill du läsa på svenska?")],
)
def test_a_first_visitor_is_asked_once_in_their_own_language(locale: str, asked: str, browser: Browser, url: str) -> None:
    page = opened(browser, url, locale=locale)
    offer = page.locator(".k-offer")
    expect(offer).to_contain_text(asked)
    expect(offer).to_have_attribute("lang", re.compile("nb|sv"))
    offer.get_by_role("button").click()
    expect(offer).to_have_count(0)
    page.goto("about:blank")
    page.goto(url + PRINCIPLE)
    expect(offer).to_have_count(0)
    page.context.close()


def test_the_offer_leads_to_the_same_page_and_is_not_repeated(browser: Browser, url: str) -> None:
    page = opened(browser, url + PRINCIPLE, locale="sv-SE")
    page.locator(".k-offer a").click()
    page.wait_for_url(f"{url}sv/{PRINCIPLE}*")
    page.goto("about:blank")
    page.goto(url)
    expect(page.locator(".k-offer")).to_have_count(0)
    page.context.close()


@pytest.mark.parametrize(("locale", "address"), [("da-DK", ""), ("de-DE", ""), ("sv-SE", "nb/")])
def test_nobody_else_is_asked(locale: str, address: str, browser: Browser, url: str) -> None:
    page = opened(browser, url + address, locale=locale)
    page.wait_for_load_state("networkidle")
    expect(page.locator(".k-offer")).to_have_count(0)
    page.context.close()


@pytest.mark.parametrize(("start", "other"), [("da", "sv"), ("nb", "da"), ("sv", "nb")])
def test_a_page_in_two_languages_side_by_side(start: str, other: str, page: Page, url: str) -> None:
    page.goto(url + ROOTS[start] + PRINCIPLE)
    page.locator(f".k-beside a[hreflang={other}]").click()
    page.wait_for_url(f"{url}{ROOTS[start]}{PRINCIPLE}?with={other}")
    rows = page.locator(".k-pair")
    expect(rows.filter(has=page.locator("#how"))).to_have_count(1)
    row = rows.filter(has=page.locator("#how"))
    own, twin = row.locator("> div").all()
    assert twin.get_attribute("lang") == other and twin.locator("li").count() == own.locator("li").count()
    assert page.evaluate(
        "new Set([...document.querySelectorAll('[id]')].map(e => e.id)).size == document.querySelectorAll('[id]').length"
    )
    assert abs(own.bounding_box()["y"] - twin.bounding_box()["y"]) < 1  # type: ignore[index]
    expect(rows.locator(".k-note")).to_have_count(0)
    page.locator(".md-content a").first.click()
    page.wait_for_url(f"{url}{ROOTS[start]}{PRINCIPLE}")
    expect(rows).to_have_count(0)


def test_side_by_side_a_section_that_has_drifted_says_so(page: Page, url: str) -> None:
    def drifted(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=answer.text().replace('class="k-colophon"', 'class="k-colophon" data-drifted="why"'))

    page.route(f"{url}nb/{PRINCIPLE}", drifted)
    page.goto(f"{url}{PRINCIPLE}?with=nb")
    noted = page.locator(".k-pair").filter(has=page.locator(".k-note"))
    expect(noted).to_have_count(1)
    expect(noted.locator("#why")).to_have_count(1)


def test_side_by_side_fits_a_phone(page: Page, url: str) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(f"{url}workshops/listening-lab/?with=sv")
    expect(page.locator(".k-pair").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


# Terms and previews


@pytest.mark.parametrize(
    ("lang", "term", "meaning"),
    [("da", "aktiv lytning", "At lytte"), ("nb", "aktiv lytting", "Å lytte"), ("sv", "aktivt lyssnande", "Att lyssna")],
)
def test_a_term_explains_itself_on_hover_and_focus(lang: str, term: str, meaning: str, page: Page, url: str) -> None:
    page.goto(url + ROOTS[lang] + PRINCIPLE)
    link, tip = page.locator("a.k-term").first, page.get_by_role("tooltip")
    link.hover()
    expect(tip).to_contain_text(term)
    expect(tip).to_contain_text(meaning)
    tip.hover()
    page.wait_for_timeout(400)
    expect(tip).to_be_visible()
    page.keyboard.press("Escape")
    expect(tip).to_have_count(0)
    page.mouse.move(0, 0)
    page.keyboard.press("Tab")
    link.focus()
    expect(tip).to_contain_text(meaning)
    expect(link).to_have_attribute("aria-describedby", "k-tip")


def test_a_tap_on_a_term_explains_it_and_a_second_one_leads_to_the_glossary(browser: Browser, url: str) -> None:
    page = opened(browser, url + PRINCIPLE, has_touch=True, is_mobile=True, viewport={"width": 390, "height": 800})
    link = page.locator("a.k-term").first
    link.tap()
    tip = page.get_by_role("tooltip")
    expect(tip).to_be_visible()
    box = tip.bounding_box()
    assert box and box["x"] >= 0 and box["x"] + box["width"] <= 390
    link.tap()
    page.wait_for_url("**/glossary/#listening-actively")
    page.context.close()


def test_a_link_to_a_principle_shows_its_idea(page: Page, url: str) -> None:
    page.goto(url + "sv/articles/no-more-customers/")
    page.keyboard.press("Tab")
    page.locator("a[data-preview]").first.focus()
    tip = page.get_by_role("tooltip")
    expect(tip.locator("b")).not_to_be_empty()
    expect(tip.locator("p")).to_have_count(2)
    page.mouse.wheel(0, 3000)
    expect(tip).to_have_count(0)


def test_terms_stand_neither_in_headings_nor_in_links_nor_in_code(site: Path) -> None:
    found = 0
    for path in site.rglob("index.html"):
        tree = lxml.html.fromstring(path.read_bytes().decode("utf-8"))
        terms = tree.xpath("//a[@class='k-term']")
        found += len(terms)
        assert not tree.xpath("//*[self::h1 or self::h2 or self::h3 or self::a or self::code]//a[@class='k-term']"), path
        assert len({term.get("href") for term in terms}) == len(terms), f"{path}: only the first use"
    assert found > 1000


# What one does with a page


@pytest.mark.parametrize("lang", ROOTS)
def test_a_page_is_shared_by_its_own_address(lang: str, browser: Browser, url: str) -> None:
    page = opened(
        browser, f"{url}{ROOTS[lang]}situations/too-expensive/?h=pris", permissions=["clipboard-read", "clipboard-write"]
    )
    page.locator(".md-content [data-does=share]").click()
    expect(page.locator(".md-content output")).not_to_be_empty()
    assert page.evaluate("navigator.clipboard.readText()") == f"{url}{ROOTS[lang]}situations/too-expensive/"
    page.context.close()


def test_where_nothing_can_be_copied_the_address_is_shown(browser: Browser, url: str) -> None:
    page = browser.new_context().new_page()
    page.add_init_script(
        "Object.defineProperty(navigator, 'clipboard', { value: { writeText: () => Promise.reject(new Error('no')) } })"
    )
    page.goto(url + PRINCIPLE)
    page.locator(".md-content [data-does=share]").click()
    expect(page.locator(".md-content output")).to_have_text(url + PRINCIPLE)
    page.context.close()


def test_an_error_is_reported_with_its_page_and_section(page: Page, url: str) -> None:
    page.goto(url + "nb/" + PRINCIPLE)
    page.locator("#ask").evaluate("heading => heading.scrollIntoView({ behavior: 'instant' })")
    link = page.locator(".k-footer [data-does=report]")
    link.evaluate("link => link.addEventListener('click', event => event.preventDefault())")
    link.evaluate("link => link.click()")
    assert f"{url}nb/{PRINCIPLE}#ask" in unquote(str(link.get_attribute("href")))


def test_the_footer_prints(page: Page, url: str) -> None:
    page.add_init_script("window.printed = 0; window.print = () => window.printed++")
    page.goto(url + "sv/" + PRINCIPLE)
    page.locator(".k-footer").get_by_role("button", name="Skriv ut").click()
    assert page.evaluate("window.printed") == 1


@pytest.mark.parametrize(("year", "due"), [(2026, False), (2031, True), (1999, False)])
def test_a_review_is_overdue_by_the_reader_s_own_clock(year: int, due: bool, page: Page, url: str) -> None:
    page.clock.set_fixed_time(f"{year}-12-01T12:00:00")
    page.goto(url + "sv/" + PRINCIPLE)
    expect(page.locator(".k-due")).to_have_count(int(due))
    expect(page.locator("[data-due]")).to_contain_text("Skulle ha granskats igen" if due else "Nästa granskning")


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 320, "height": 640})
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("address", ["", "principles/", PRINCIPLE, "reading-lists/first-week-in-sales/", "glossary/", "map/"])
def test_the_first_tab_is_a_way_past_the_header(address: str, phone: Page, url: str) -> None:
    phone.goto(url + "sv/" + address)
    phone.keyboard.press("Tab")
    skip = phone.locator(":focus")
    expect(skip).to_have_class(re.compile("md-skip"))
    assert phone.locator(str(skip.get_attribute("href"))).count() == 1
    phone.keyboard.press("Enter")
    phone.keyboard.press("Tab")
    assert phone.evaluate("document.activeElement.closest('main') !== null")


HIDDEN = """() => {
  const one = document.activeElement, box = one.getBoundingClientRect();
  if (one.closest("header, .md-skip, .md-sidebar, .k-unseen") || one === document.body || !box.width) return "";
  const bar = document.querySelector(".k-header").getBoundingClientRect();
  return box.bottom <= bar.bottom || box.top >= innerHeight ? one.outerHTML.slice(0, 120) : "";
}"""


@pytest.mark.parametrize("address", ["", PRINCIPLE, "reading-lists/first-week-in-sales/", "workshops/listening-lab/"])
def test_no_focused_element_is_hidden(address: str, phone: Page, url: str) -> None:
    """At 320 px, which is 1280 px at 400 %: forwards through the page, and back."""
    phone.goto(url + address)
    for key, times in (("Tab", 45), ("Shift+Tab", 30)):
        for _ in range(times):
            phone.keyboard.press(key)
            phone.wait_for_timeout(15)
            assert phone.evaluate(HIDDEN) == ""


def tab_to(page: Page, selector: str) -> None:
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"sixty tabs, and not at {selector}")


def test_a_list_by_keyboard_alone_on_a_phone(phone: Page, url: str) -> None:
    phone.goto(url + "reading-lists/first-week-in-sales/")
    tab_to(phone, ".k-header [data-lang=nb]")
    phone.keyboard.press("Enter")
    phone.wait_for_url(url + "nb/reading-lists/first-week-in-sales/")
    tab_to(phone, "[data-read]")
    phone.keyboard.press("Space")
    expect(phone.locator(".k-progress label").first).to_have_text("1 av 20 lest")
    tab_to(phone, ".k-answer")
    phone.keyboard.type("Hei")
    phone.reload()
    expect(phone.locator(".k-answer").first).to_have_value("Hei")


# What the reader's system asks for


def test_who_wants_less_motion_gets_none(page: Page, url: str) -> None:
    page.emulate_media(reduced_motion="reduce")
    page.goto(url + "areas/listen/")
    moving = "[...document.querySelectorAll('*')].filter(e => parseFloat(getComputedStyle(e).transitionDuration) > 0.01).map(e => e.className)"
    assert page.evaluate(moving) == []


def test_with_colours_of_the_system_drawings_and_fields_keep_their_edges(page: Page, url: str) -> None:
    page.emulate_media(forced_colors="active")
    page.goto(url + "sv/" + PRINCIPLE)
    picture = page.locator(".k-head .k-picture")
    assert picture.evaluate("e => getComputedStyle(e).borderTopWidth") == "1px"
    fill, ground = picture.locator(".k-fill").first.evaluate(
        "e => [getComputedStyle(e).fill, getComputedStyle(document.body).backgroundColor]"
    )
    assert fill != ground


@pytest.mark.parametrize("address", [PRINCIPLE, "situations/too-expensive/", "workshops/listening-lab/", "glossary/", "map/"])
def test_on_paper_a_page_is_its_text_alone(address: str, page: Page, url: str) -> None:
    page.goto(url + "nb/" + address)
    page.emulate_media(media="print", color_scheme="dark")
    for part in (".k-header", ".k-footer", ".md-sidebar", ".k-tools", ".k-downloads"):
        for found in page.locator(part).all():
            expect(found).to_be_hidden()
    expect(page.locator("h1")).to_be_visible()
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(39, 35, 29)", "dark on light"


# What goes wrong


def _answered(route: Route, status: int) -> None:
    route.fulfill(status=status, content_type="text/html", body="<h1>Log in</h1>")


def test_side_by_side_that_cannot_be_fetched_is_told(browser: Browser, url: str) -> None:
    for status in (503, 200):  # 200 for a page to log in
        page = browser.new_context().new_page()
        page.route(f"{url}nb/{PRINCIPLE}", partial(_answered, status=status))
        page.goto(f"{url}{PRINCIPLE}?with=nb")
        expect(page.get_by_role("alert")).to_have_text("Siden på det andet sprog kunne ikke hentes.")
        expect(page.locator("#how")).to_have_count(1)
        page.context.close()


def test_side_by_side_opens_at_its_section_and_passes_it_on(page: Page, url: str) -> None:
    page.goto(f"{url}{PRINCIPLE}?with=nb#pitfalls")
    expect(page.locator("#pitfalls")).to_be_in_viewport()
    page.locator(".k-header [data-lang=sv]").evaluate("link => link.click()")
    page.wait_for_url(re.compile(f"/sv/{PRINCIPLE}#(?!beside)"))


@pytest.mark.parametrize("address", ["glossary/", "map/"])
def test_where_all_languages_stand_anyway_there_is_no_side_by_side(address: str, page: Page, url: str) -> None:
    page.goto(url + address)
    expect(page.locator(".k-beside")).to_have_count(0)


def test_an_explanation_that_cannot_be_fetched_is_none(browser: Browser, url: str) -> None:
    page = browser.new_context(has_touch=True, is_mobile=True, viewport={"width": 390, "height": 800}).new_page()
    page.route("**/glossary/", lambda route: route.fulfill(status=500, body="<h1>Error</h1>"))
    page.goto(url + PRINCIPLE)
    page.locator("a.k-term").first.hover()
    page.wait_for_timeout(600)
    expect(page.get_by_role("tooltip")).to_have_count(0)
    page.locator("a.k-term").first.tap()
    page.wait_for_url("**/glossary/*")
    page.context.close()


def test_tab_in_the_header_keeps_the_place_in_the_page(page: Page, url: str) -> None:
    page.goto(url + "sv/" + PRINCIPLE)
    page.locator("#ask").evaluate("heading => heading.scrollIntoView({ behavior: 'instant' })")
    before = page.evaluate("scrollY")
    page.locator(".k-mark").focus()
    for _ in range(4):
        page.keyboard.press("Tab")
    page.wait_for_timeout(300)
    assert abs(page.evaluate("scrollY") - before) < 5


def test_from_the_foot_of_the_page_the_section_that_was_read_is_reported(page: Page, url: str) -> None:
    page.goto(url + PRINCIPLE)
    page.locator("#pitfalls").evaluate("heading => heading.scrollIntoView({ behavior: 'instant' })")
    page.wait_for_timeout(900)
    page.evaluate("scrollTo({ top: document.body.scrollHeight, behavior: 'instant' })")
    page.wait_for_timeout(900)
    link = page.locator(".k-footer [data-does=report]")
    link.evaluate("link => { link.addEventListener('click', event => event.preventDefault()); link.click() }")
    assert f"{url}{PRINCIPLE}#pitfalls" in unquote(str(link.get_attribute("href")))


def test_at_twice_the_letters_a_phone_still_shows_everything(phone: Page, url: str) -> None:
    phone.add_init_script(
        "document.addEventListener('DOMContentLoaded', () => (document.documentElement.style.fontSize = '250%'))"
    )
    for address in ("", PRINCIPLE, "reading-lists/first-week-in-sales/"):
        phone.goto(url + address)
        phone.wait_for_timeout(100)
        assert phone.evaluate("document.documentElement.scrollWidth") <= 320, address


def test_a_key_opens_a_principle_of_the_map_also_after_a_drag(page: Page, url: str) -> None:
    page.goto(url + "map/")
    frame = page.locator(".k-map__frame")
    box = frame.bounding_box()
    assert box
    page.mouse.move(box["x"] + 300, box["y"] + 40)
    page.mouse.down()
    page.mouse.move(box["x"] + 200, box["y"] + 20, steps=4)
    page.mouse.up()
    page.locator("a.k-map__node").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/principles/*/")


def test_all_of_it_runs_under_a_strict_policy(browser: Browser, url: str) -> None:
    """Scripts, styles and data from the site alone."""
    page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))

    def strict(route: Route) -> None:
        answer = route.fetch()
        policy = "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:"
        route.fulfill(response=answer, headers={**answer.headers, "content-security-policy": policy})

    page.route(re.compile(r"/(\?.*)?$"), strict)
    page.goto(url + PRINCIPLE)
    page.locator("a.k-term").first.hover()
    expect(page.get_by_role("tooltip")).to_be_visible()
    page.locator(".k-beside a").first.click()
    expect(page.locator(".k-pair").first).to_be_visible()
    page.goto(url + "reading-lists/first-week-in-sales/?start=2026-12-04")
    page.locator(".k-day [data-read]").first.check()
    expect(page.locator(".k-progress label").first).to_have_text("1 af 20 læst")
    page.goto(url + "map/")
    page.get_by_role("button", name="Zoom ind").click()
    assert [address for address in asked if not address.startswith((url, "data:"))] == []
    page.context.close()
