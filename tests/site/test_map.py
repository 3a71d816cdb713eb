"""The map in a real browser: with mouse, keys, filters, on a phone, and without JavaScript."""

import pytest
from conftest import ROOTS
from playwright.sync_api import Browser, Page, expect

OVERLAPS = """() => {
  const boxes = [...document.querySelectorAll(".k-map__node")].map((a) => a.querySelector("text").getBBox());
  const meet = (a, b) => a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
  return boxes.flatMap((a, i) => boxes.slice(i + 1).filter((b) => meet(a, b))).length;
}"""


def width(page: Page) -> float:
    return float(page.locator(".k-map__picture").evaluate("svg => svg.getBoundingClientRect().width"))


@pytest.mark.parametrize("lang", ROOTS)
def test_titles_stand_clear_and_the_list_has_every_principle(lang: str, page: Page, url: str) -> None:
    page.goto(f"{url}{ROOTS[lang]}map/")
    assert page.evaluate(OVERLAPS) == 0
    drawn = page.locator(".k-map__node").evaluate_all(
        "links => links.map(link => [link.href.baseVal, link.getAttribute('aria-label')])"
    )
    listed = page.locator(".k-map section .k-rows > li > a").evaluate_all(
        "links => links.map(a => [a.getAttribute('href'), a.textContent])"
    )
    assert len(drawn) >= 31 and sorted(drawn) == sorted(listed)
    ends = page.locator(".k-map__edge[data-ends]").count()
    assert page.locator(".k-map section p[data-kind] a").count() == 2 * ends, "each relation from both its sides"


def test_a_principle_opens_by_click_and_by_enter(page: Page, url: str) -> None:
    page.goto(url + "map/")
    page.locator("[data-id=active-listening] rect").click()
    expect(page.locator("h1")).to_have_text("Aktiv lytning")
    page.goto(url + "map/")
    page.locator("[data-id=open-questions]").focus()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Åbne spørgsmål")


def test_tab_leads_from_the_frame_through_the_principles(page: Page, url: str) -> None:
    page.set_viewport_size({"width": 390, "height": 700})
    page.goto(url + "map/")
    page.locator(".k-map__frame").focus()
    seen = []
    for _ in range(page.locator(".k-map__node").count()):
        page.keyboard.press("Tab")
        seen.append(page.evaluate("document.activeElement.dataset.id"))
        expect(page.locator(":focus > rect")).to_be_in_viewport()
    assert seen == page.locator(".k-map__node").evaluate_all("links => links.map(link => link.dataset.id)")


def test_the_lines_of_a_principle_come_forward(page: Page, url: str) -> None:
    page.goto(url + "map/")
    page.locator("[data-id=active-listening]").focus()
    lit = page.locator(".k-map__edge[data-lit]").evaluate_all("edges => edges.map(edge => edge.dataset.ends.split(' '))")
    assert lit and all("active-listening" in ends for ends in lit)
    near = {id for ends in lit for id in ends}
    assert set(page.locator(".k-map__node[data-lit]").evaluate_all("links => links.map(link => link.dataset.id)")) == near
    page.locator("#list").hover()
    expect(page.locator(".k-map__edge[data-lit]")).to_have_count(0)


def test_filters_leave_an_area_with_its_lines_and_a_kind_of_them(page: Page, url: str) -> None:
    page.goto(url + "map/")
    edges, button = page.locator(".k-map__edge[data-kind]"), page.get_by_role("button", name="Lyt", exact=True)
    everything = edges.count()
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(page.locator("[data-id=active-listening]")).to_be_visible()
    expect(page.locator("[data-id=customers-are-people]")).to_be_visible()
    expect(page.locator("[data-id=live-the-strategy]")).to_be_hidden()
    expect(page.locator(".k-map section:visible")).to_have_count(1)
    page.get_by_role("button", name="Trækker hver sin vej").click()
    shown = page.locator(".k-map__edge[data-kind]:not([hidden])")
    assert set(shown.evaluate_all("edges => edges.map(edge => edge.dataset.kind)")) == {"tension"}
    expect(page.locator("[data-id=customers-are-people]")).to_be_hidden()
    expect(page.locator("section p[data-kind]:visible").first).to_contain_text("Trækker den anden vej")
    button.click()
    page.get_by_role("button", name="Trækker hver sin vej").click()
    expect(page.locator(".k-map__edge[data-kind]:not([hidden])")).to_have_count(everything)
    expect(page.locator("[data-id=live-the-strategy]")).to_be_visible()


def test_keys_move_and_zoom(page: Page, url: str) -> None:
    page.set_viewport_size({"width": 390, "height": 700})
    page.goto(url + "map/")
    frame = page.locator(".k-map__frame")
    natural = width(page)
    frame.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("document.querySelector('.k-map__frame').scrollLeft > 0")
    page.keyboard.press("+")
    assert width(page) == pytest.approx(1.4 * natural, abs=2)
    page.keyboard.press("0")
    assert width(page) == pytest.approx(float(frame.evaluate("frame => frame.clientWidth")), abs=2)
    page.get_by_role("button", name="Zoom ind").click()
    assert width(page) > float(frame.evaluate("frame => frame.clientWidth"))


def test_the_mouse_drags_and_zooms_and_leaves_the_page_its_wheel(page: Page, url: str) -> None:
    page.set_viewport_size({"width": 700, "height": 700})
    page.goto(url + "map/")
    frame = page.locator(".k-map__frame")
    page.locator("[data-id=active-listening] > rect").hover()
    box = page.locator("[data-id=active-listening] > rect").bounding_box()
    assert box
    page.mouse.down()
    page.mouse.move(box["x"] - 60, box["y"] + 20, steps=5)
    page.mouse.up()
    assert frame.evaluate("frame => frame.scrollLeft") > 0
    assert page.url == url + "map/", "the end of a drag opens nothing"
    before, scrolled = width(page), page.evaluate("scrollY")
    page.mouse.wheel(0, 200)
    page.wait_for_function(f"scrollY > {scrolled}")
    assert width(page) == before
    page.keyboard.down("Control")
    page.mouse.wheel(0, -200)
    page.keyboard.up("Control")
    page.wait_for_function(f"document.querySelector('.k-map__picture').getBoundingClientRect().width > {before}")


def test_without_javascript_the_picture_and_the_list_are_links(browser: Browser, url: str) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 320, "height": 640})
    page = context.new_page()
    page.goto(url + "nb/map/")
    assert page.locator(".k-map__frame").bounding_box()["width"] <= 320  # type: ignore[index]
    expect(page.locator(".k-map__tools")).to_be_hidden()
    expect(page.locator(".k-map__legend")).to_contain_text("Trekker i hver sin retning")
    page.get_by_role("link", name="Gå til listen").click()
    expect(page.locator("#list")).to_be_in_viewport()
    page.locator("[data-id=active-listening]").click()
    assert page.locator("h1").inner_text() == "Aktiv lytting"
    context.close()


@pytest.mark.parametrize("root", ROOTS.values())
def test_nothing_scrolls_sideways_on_a_phone(root: str, page: Page, url: str) -> None:
    page.goto(f"{url}{root}map/")
    for size in (320, 390, 768):
        page.set_viewport_size({"width": size, "height": 640})
        assert page.evaluate("document.documentElement.scrollWidth") <= size
