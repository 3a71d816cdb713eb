"""The library in a real browser, as readers use it: clicks, keys, phones, both colour schemes, no script."""

import pytest
from conftest import TYPES
from playwright.sync_api import Browser, Page, expect

WORDS = {
    "da": ("", "Mød mennesket", "Aktiv lytning", "lytteteknik", "Svenska"),
    "nb": ("nb/", "Møt mennesket", "Aktiv lytting", "aktiv lytting", "Dansk"),
    "sv": ("sv/", "Möt människan", "Aktivt lyssnande", "lyssnande", "Norsk"),
}


@pytest.mark.parametrize("lang", WORDS)
def test_from_home_over_an_area_and_a_principle_to_search_and_the_handout(lang: str, page: Page, url: str) -> None:
    root, area, principle, query, other = WORDS[lang]
    page.goto(url + root)
    page.locator("#areas ~ ul").get_by_role("link", name=area).click()
    expect(page.locator("h1")).to_have_text(area)
    page.locator("main .k-card a").first.click()
    expect(page.locator("h2#what")).to_be_visible()
    page.locator(".k-chain a").first.click()
    expect(page.locator("h2#relations")).to_be_visible()
    before = page.url.removeprefix(url).removeprefix(root)
    page.locator(".k-langs").get_by_role("link", name=other).click()
    switched = next(values[0] for values in WORDS.values() if page.url.removeprefix(url) == values[0] + before)
    assert switched != root, "the same page in another language"
    page.goto(url + root)
    page.keyboard.press("/")
    page.keyboard.type(query)
    page.get_by_role("option", name=principle).first.click()
    expect(page.locator("h1")).to_have_text(principle)
    page.goto(f"{url}{root}workshops/listening-lab/")
    link = page.locator(".k-downloads a").first
    answer = page.request.get(str(link.evaluate("a => a.href")))
    assert answer.headers["content-type"] == "application/pdf" and answer.body().startswith(b"%PDF")


@pytest.mark.parametrize("root", [values[0] for values in WORDS.values()])
def test_nothing_scrolls_sideways(root: str, page: Page, url: str) -> None:
    """From the smallest phone over the common ones to a tablet."""
    wide = []
    for address in TYPES:
        page.goto(url + root + address)
        for width in (320, 360, 390, 430, 768):
            page.set_viewport_size({"width": width, "height": 640})
            if page.evaluate("document.documentElement.scrollWidth") > width:
                wide.append((address, width))
    assert wide == []


def test_every_page_type_opens_without_a_fault(page: Page, url: str) -> None:
    for root, *_ in WORDS.values():
        for address in TYPES:
            page.goto(url + root + address)


def test_the_menu_opens_by_keyboard_on_a_phone(page: Page, url: str) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(url + "nb/principles/active-listening/")
    menu = page.get_by_role("button", name="Meny")
    menu.focus()
    page.keyboard.press("Enter")
    expect(menu).to_have_attribute("aria-expanded", "true")
    expect(page.locator(".md-sidebar--primary a:focus")).to_be_visible()
    page.keyboard.press("Escape")
    expect(menu).to_have_attribute("aria-expanded", "false")
    expect(menu).to_be_focused()


def test_tab_passes_the_search_field_and_reaches_the_page(page: Page, url: str) -> None:
    page.goto(url, wait_until="networkidle")
    for _ in range(40):
        page.keyboard.press("Tab")
        page.wait_for_timeout(120)
        if page.evaluate("document.activeElement.closest('main') !== null"):
            return
    raise AssertionError("forty tabs, and still in the header")


def test_on_the_home_page_of_a_phone_the_menu_leads_to_the_places(page: Page, url: str) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(url + "sv/")
    page.locator(".k-menu").click()
    expect(page.locator("#k-more")).to_be_in_viewport()


def test_without_javascript_one_gets_everywhere(browser: Browser, url: str) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 320, "height": 640})
    page = context.new_page()
    page.goto(url)
    page.get_by_role("link", name="Søg").click()
    expect(page.locator("#k-more")).to_be_in_viewport()
    expect(page.locator(".k-search")).to_be_hidden()
    page.locator(".k-menu").click()
    page.locator("#k-more").get_by_role("link", name="Principper", exact=True).click()
    page.locator("main .k-card a", has_text="Aktiv lytning").click()
    assert page.locator("h1").inner_text() == "Aktiv lytning"
    context.close()


@pytest.mark.parametrize(("address", "lang"), [("no/such/page/", "da"), ("nb/nothing/", "nb"), ("sv/nothing/", "sv")])
def test_a_wrong_address_is_answered_in_its_own_language(address: str, lang: str, browser: Browser, url: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(url + address)
    expect(page.locator("html")).to_have_attribute("lang", lang)
    visible = page.locator("section:visible")
    assert visible.count() == 1 and visible.get_attribute("lang") == lang
    visible.get_by_role("link").click()
    expect(page.locator("html")).to_have_attribute("lang", lang)
    page.go_back()
    page.get_by_role("searchbox").fill("mandat")
    page.keyboard.press("Enter")
    expect(page.get_by_role("option").first).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", lang)
    context.close()


def test_the_colour_scheme_can_be_chosen_and_is_kept(page: Page, url: str) -> None:
    page.goto(url + "sv/about/")
    paper = "getComputedStyle(document.body).backgroundColor"
    seen = {page.evaluate(paper)}
    for _ in range(2):
        page.locator(".md-header__option label:visible").click()
        seen.add(page.evaluate(paper))
    assert len(seen) == 2, "light and dark"
    kept = page.evaluate(paper)
    page.goto(url + "sv/glossary/")
    assert page.evaluate(paper) == kept
