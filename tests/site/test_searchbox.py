"""The search box as readers use it: keys, phones, filters, last searches, shared addresses, marks, and what goes wrong."""

import re
from collections.abc import Iterator
from urllib.parse import quote, urlencode

import pytest
from conftest import ROOTS
from playwright.sync_api import Browser, Locator, Page, Route, expect

FIELD = {"da": "Søg", "nb": "Søk", "sv": "Sök"}
PHONE = {"width": 320, "height": 640}
HOSTILE = (
    "a",
    "ø" * 2000,
    "🥖🥖 🙂",
    "<img src=x onerror=alert(1)><script>alert(1)</script>",
    ".*+?^${}()|[]\\ (((",
    "مرحبا بالعالم שלום",
    "%00%ff &amp; &lt;b&gt; \"' ­ \u202e",
    "constructor __proto__ hasOwnProperty toString",
)


@pytest.fixture
def bare(browser: Browser) -> Iterator[Page]:
    """A page where requests may fail."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()


def field(page: Page) -> Locator:
    return page.get_by_role("combobox")


def hits(page: Page) -> Locator:
    return page.get_by_role("option")


def ask(page: Page, query: str) -> None:
    """Type as readers do, and wait for the answer."""
    field(page).click()
    field(page).fill("")
    page.keyboard.type(query)
    expect(hits(page).first).to_be_visible()
    expect(page).to_have_url(re.compile(r"[?&]q="))


def chosen(page: Page) -> str:
    """The title of the option that the field points to."""
    id = field(page).get_attribute("aria-activedescendant")
    option = page.locator(f'[id="{id}"][aria-selected="true"]')
    expect(option).to_be_in_viewport()
    return option.locator(".k-hit__title").inner_text()


@pytest.mark.parametrize(
    ("lang", "query", "title"),
    [
        ("da", "lytteteknik", "Aktiv lytning"),
        ("nb", "mandat", "Kjenn mandatet"),
        ("sv", "för dyrt", "Det är för dyrt"),
        ("da", "forklædning", "Lyttelaboratoriet"),
    ],
)
def test_words_lead_to_their_page(lang: str, query: str, title: str, page: Page, url: str) -> None:
    page.goto(url + ROOTS[lang])
    ask(page, query)
    expect(hits(page).filter(has_text=title).first).to_be_visible()


@pytest.mark.parametrize("keys", ["/", "s", "Control+k", "Meta+k"])
def test_a_search_by_keyboard_alone(keys: str, page: Page, url: str) -> None:
    page.goto(url + "about/")
    page.keyboard.press(keys)
    expect(field(page)).to_be_focused()
    expect(field(page)).to_have_value("")
    page.keyboard.type("lytning")
    expect(field(page)).to_have_attribute("aria-expanded", "true")
    titles = page.locator(".k-hit__title")
    page.keyboard.press("ArrowDown")
    assert chosen(page) == titles.first.inner_text()
    page.keyboard.press("ArrowDown")
    second = chosen(page)
    assert second == titles.nth(1).inner_text()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    assert chosen(page) == titles.last.inner_text(), "from the first up to the last"
    for _ in range(2):
        page.keyboard.press("ArrowDown")
    assert chosen(page) == second
    expect(field(page)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text(second)


def test_enter_without_a_choice_opens_the_first(page: Page, url: str) -> None:
    page.goto(url)
    page.keyboard.press("/")
    page.keyboard.type("aktiv lytning")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Aktiv lytning")
    page.go_back()
    expect(hits(page).first).to_contain_text("Aktiv lytning")


def test_escape_clears_then_closes_and_gives_the_focus_back(page: Page, url: str) -> None:
    page.goto(url)
    link = page.get_by_role("link", name="Mød mennesket").first
    link.focus()
    page.keyboard.press("Control+k")
    page.keyboard.type("pris")
    expect(hits(page).first).to_be_visible()
    page.keyboard.press("Escape")
    expect(field(page)).to_have_value("")
    expect(page.locator(".k-hit")).to_have_count(0)
    expect(field(page)).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".k-panel")).to_be_hidden()
    expect(link).to_be_focused()
    assert "q=" not in page.url


def test_letters_typed_into_another_field_open_nothing(page: Page, url: str) -> None:
    page.goto(url + "about/")
    page.evaluate("document.querySelector('main h1').after(document.createElement('textarea'))")
    page.locator("main textarea").focus()
    page.keyboard.type("s/")
    page.keyboard.press("Control+k")
    expect(page.locator("main textarea")).to_have_value("s/")
    expect(page.locator(".k-panel")).to_be_hidden()


@pytest.mark.parametrize("lang", ROOTS)
def test_search_on_a_phone(lang: str, page: Page, url: str) -> None:
    page.set_viewport_size(PHONE)
    page.goto(f"{url}{ROOTS[lang]}principles/active-listening/")
    expect(field(page)).to_be_hidden()
    button = page.get_by_role("button", name=FIELD[lang], exact=True)
    button.focus()
    page.keyboard.press("Space")
    expect(field(page)).to_be_focused()
    page.keyboard.type("mandat")
    expect(hits(page).first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    beneath = "for (const link of document.querySelectorAll('main a')) link.focus(); document.activeElement.role"
    assert page.evaluate(beneath) == "combobox", "what lies beneath cannot be reached"
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(field(page)).to_be_hidden()
    expect(button).to_be_focused()
    button.click()
    field(page).fill("mandat")
    hits(page).first.click()
    expect(page.locator("h1")).to_be_visible()
    assert "?h=mandat" in page.url


def test_at_400_percent_a_result_is_still_seen(page: Page, url: str) -> None:
    page.set_viewport_size({"width": 320, "height": 256})
    page.goto(url + "?q=pris")
    expect(hits(page).first).to_be_in_viewport()
    expect(field(page)).to_be_in_viewport()


@pytest.mark.parametrize(
    ("lang", "one", "several"),
    [
        ("da", ("papegøje", "1 resultat"), ("kunde", "resultater")),
        ("nb", ("papegøye", "1 treff"), ("kunde", "treff")),
        ("sv", ("papegoja", "1 träff"), ("kund", "träffar")),
    ],
)
def test_the_number_of_results_is_said_aloud(
    lang: str, one: tuple[str, str], several: tuple[str, str], page: Page, url: str
) -> None:
    page.goto(url + ROOTS[lang])
    status = page.get_by_role("search").get_by_role("status")
    ask(page, one[0])
    expect(status).to_have_text(one[1])
    ask(page, several[0])
    expect(status).to_have_text(re.compile(rf"^\d\d+ {several[1]}$"))


def test_more_results_can_be_asked_for(page: Page, url: str) -> None:
    page.goto(url + "?q=kunde")
    expect(hits(page)).to_have_count(15)
    page.get_by_role("button", name="Vis flere").click()
    expect(hits(page)).to_have_count(30)


def test_a_filter_keeps_one_type_and_can_be_taken_off(page: Page, url: str) -> None:
    page.goto(url)
    ask(page, "lytte")
    chip = page.get_by_role("button", name=re.compile(r"^Artikler \d+$"))
    number = int(chip.inner_text().split()[-1])
    whole = page.locator("[data-part=line]").inner_text()
    assert number >= 1 and whole != f"{number} resultater"
    chip.click()
    expect(chip).to_have_attribute("aria-pressed", "true")
    expect(chip).to_be_focused()
    expect(hits(page)).to_have_count(number)
    assert set(page.locator(".k-hit__facts").all_inner_texts()) == {"Artikel"}
    chip.click()
    expect(chip).to_have_attribute("aria-pressed", "false")
    expect(page.locator("[data-part=line]")).to_have_text(whole)


def test_results_stand_in_named_groups(page: Page, url: str) -> None:
    page.goto(url + "?q=kunden")
    best = page.get_by_role("listbox").get_by_role("group", name="Passer bedst")
    expect(best.get_by_role("option")).to_have_count(3)
    expect(page.get_by_role("listbox").get_by_role("group", name="Principper").get_by_role("option").first).to_be_visible()


def test_the_last_five_searches_are_offered_and_can_be_forgotten(page: Page, url: str) -> None:
    page.goto(url)
    for query in ("pris", "mandat", "lytning", "tilbud", "møde", "konkurrent"):
        ask(page, query)
        page.keyboard.press("Enter")
        page.wait_for_url(re.compile(f"[?&]h={quote(query)}"))
    page.keyboard.press("/")
    expect(hits(page)).to_have_text(["konkurrent", "møde", "tilbud", "lytning", "mandat"])
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(field(page)).to_have_value("møde")
    expect(page.locator(".k-hit").first).to_be_visible()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Ryd").click()
    expect(hits(page)).to_have_count(0)
    page.reload()
    page.keyboard.press("/")
    expect(page.get_by_text("Søg efter en idé, et ord eller en indvending")).to_be_visible()
    expect(hits(page)).to_have_count(0)


@pytest.mark.parametrize(
    "storage", ["throw new Error('blocked')", "return { getItem: () => '{\"x\": [', setItem() { throw new Error('full') } }"]
)
def test_blocked_or_broken_storage_does_no_harm(storage: str, bare: Page, url: str) -> None:
    bare.add_init_script(f"Object.defineProperty(window, 'localStorage', {{ get() {{ {storage} }} }})")
    bare.goto(url + "sv/")
    bare.keyboard.press("/")
    expect(bare.get_by_text("Sök efter en idé")).to_be_visible()
    ask(bare, "pris")
    hits(bare).first.click()
    bare.wait_for_url(re.compile(r"[?&]h=pris"))


@pytest.mark.parametrize("lang", ROOTS)
def test_an_address_with_a_query_opens_the_box_with_its_results(lang: str, page: Page, url: str) -> None:
    page.goto(f"{url}{ROOTS[lang]}principles/active-listening/?q=mandat")
    expect(field(page)).to_have_value("mandat")
    expect(hits(page).first).to_be_visible()
    page.mouse.click(20, 800)
    expect(page.locator(".k-panel")).to_be_hidden()
    assert "q=" not in page.url


def test_what_was_asked_stands_in_the_address(page: Page, url: str) -> None:
    page.goto(url)
    ask(page, "for dyrt & 50 %")
    page.wait_for_url(re.compile(r"dyrt\+%26\+50\+%25"))
    page.goto(page.url)
    expect(field(page)).to_have_value("for dyrt & 50 %")


def test_the_opened_page_marks_the_words_until_told_not_to(page: Page, url: str) -> None:
    page.goto(url + "principles/active-listening/")
    own = page.locator("main mark").count()
    assert own > 0, "a page has marks of its own, where others speak of it"
    page.goto(url + "?q=lytning")
    page.locator(".k-hit", has_text="Aktiv lytning").first.click()
    page.wait_for_url(re.compile(r"principles/active-listening/\?h=lytning"))
    marks = page.locator("main mark")
    expect(page.locator("h1 mark")).to_have_text("lytning")
    text = page.locator("main article").inner_text()
    marked = {mark.lower() for mark in marks.all_inner_texts()}
    assert "lytning" in marked
    page.get_by_role("button", name="Fjern markering").click()
    expect(page.locator("h1 mark")).to_have_count(0)
    assert marks.count() == own, "only marks that stand in the page itself stay"
    assert page.locator("main article").inner_text() == text
    assert "h=" not in page.url
    page.reload()
    expect(marks).to_have_count(own)


def test_marks_touch_neither_code_nor_addresses(page: Page, mini_url: str) -> None:
    hrefs = "[...document.querySelectorAll('main [href]')].map((link) => link.href.replace(/[?]h=[^#]*/, '')).join()"
    page.goto(mini_url + "about/")
    before, title = page.evaluate(hrefs), page.locator("h1").inner_text().removesuffix("¶")
    page.goto(f"{mini_url}about/?{urlencode({'h': title + ' not link'})}")
    expect(page.locator("h1 mark").first).to_be_visible()
    expect(page.locator("main code", has_text="[[not-a-link]]").first).to_be_visible()
    assert page.evaluate(hrefs) == before
    assert page.locator("code mark, pre mark, svg mark, .headerlink mark").count() == 0


def test_without_a_query_nothing_is_marked(page: Page, url: str) -> None:
    page.goto(url + "about/", wait_until="networkidle")
    assert page.locator("main mark, .k-marks").count() == 0


def test_a_result_opens_at_its_section(page: Page, url: str) -> None:
    page.goto(url + "?q=papegøje")
    hit = page.locator(".k-hit", has_text="Aktiv lytning").first
    expect(hit.locator("b")).to_have_text(re.compile("Det går galt"))
    hit.click()
    page.wait_for_url(re.compile(r"#pitfalls$"))
    expect(page.locator("#pitfalls")).to_be_in_viewport()


@pytest.mark.parametrize(("root", "label"), [("", "kun på svensk"), ("nb/", "bare på svensk")])
def test_a_page_in_another_language_says_so(root: str, label: str, page: Page, mini_url: str) -> None:
    page.goto(mini_url + root + "?q=skorpan")
    hit = page.locator(".k-hit", has_text="Berätta om skorpan").first
    expect(hit).to_contain_text(label)
    expect(hit.locator(".k-hit__title")).to_have_attribute("lang", "sv")
    expect(hit.locator(".k-hit__text")).to_have_attribute("lang", "sv")
    hit.click()
    expect(page.locator("h1")).to_have_text("Berätta om skorpan")
    assert page.url.startswith(mini_url + root + "principles/")


@pytest.mark.parametrize(
    ("lang", "query", "why"),
    [
        ("da", "innvending", "innvending (norsk)"),
        ("nb", "invändning", "invändning (svensk)"),
        ("sv", "indvending", "indvending (danska)"),
    ],
)
def test_why_a_page_is_found_is_said_where_it_does_not_show(lang: str, query: str, why: str, page: Page, url: str) -> None:
    page.goto(f"{url}{ROOTS[lang]}?q={query}")
    expect(page.locator(".k-hit__why", has_text=why).first).to_be_visible()
    assert page.locator(".k-hit__why i").first.get_attribute("lang") != lang


@pytest.mark.parametrize(("lang", "none"), [("da", "Ingen resultater"), ("nb", "Ingen treff"), ("sv", "Inga träffar")])
def test_no_result_says_so_and_leads_on(lang: str, none: str, page: Page, url: str) -> None:
    page.goto(f"{url}{ROOTS[lang]}?q=xqzwvv")
    expect(page.get_by_role("search").get_by_role("status")).to_contain_text(none)
    expect(field(page)).to_have_attribute("aria-expanded", "false")
    page.locator(".k-start a").first.click()
    page.wait_for_url(url + ROOTS[lang] + "situations/")


def test_a_misspelled_word_finds_what_is_like_it_and_says_so(page: Page, url: str) -> None:
    page.goto(url + "?q=lytnning")
    expect(hits(page).first).to_contain_text("Aktiv lytning")
    expect(page.get_by_text("Du ser også det, der ligner: lytning").first).to_be_visible()


@pytest.mark.parametrize(
    ("lang", "query", "meant"),
    [("da", "xxtillid", "tillid"), ("nb", "xxtillit", "tillit"), ("sv", "xxtillit", "tillit")],
)
def test_what_finds_nothing_offers_the_nearest_words(lang: str, query: str, meant: str, page: Page, url: str) -> None:
    page.goto(f"{url}{ROOTS[lang]}?q={query}")
    page.get_by_role("option", name=meant, exact=True).click()
    expect(field(page)).to_have_value(meant)
    expect(page.locator(".k-hit").first).to_be_visible()


@pytest.mark.parametrize(
    ("lang", "failed", "again"),
    [
        ("da", "kunne ikke hentes", "Prøv igen"),
        ("nb", "kunne ikke hentes", "Prøv igjen"),
        ("sv", "kunde inte hämtas", "Försök igen"),
    ],
)
def test_a_shard_that_does_not_arrive_is_told_and_can_be_asked_for_again(
    lang: str, failed: str, again: str, bare: Page, url: str
) -> None:
    faults: list[str] = []
    bare.on("pageerror", lambda error: faults.append(str(error)))
    pattern = re.compile(r"search/[\d-]+\.txt")
    bare.route(pattern, lambda route: route.abort())
    bare.goto(url + ROOTS[lang])
    bare.keyboard.press("/")
    bare.keyboard.type("mandat")
    expect(bare.get_by_role("search").get_by_role("status")).to_contain_text(failed)
    expect(hits(bare)).to_have_count(0)
    expect(field(bare)).to_be_focused()
    bare.unroute(pattern)
    bare.get_by_role("button", name=again).click()
    expect(hits(bare).first).to_be_visible()
    assert faults == []


def test_an_answer_that_comes_late_is_dropped_and_waiting_is_told(page: Page, url: str) -> None:
    page.add_init_script("""
        const quick = fetch;
        window.late = true;
        window.fetch = async (...all) => {
          if (window.late) await new Promise((go) => setTimeout(go, 1000));
          return quick(...all);
        }""")
    page.goto(url)
    line = page.locator("[data-part=line]")
    field(page).fill("tilbud")
    expect(line).to_have_text("Søger …")
    field(page).fill("")
    expect(line).to_have_text("Søg efter en idé, et ord eller en indvending")
    page.wait_for_timeout(4000)
    expect(hits(page)).to_have_count(0)
    page.evaluate("window.late = false")
    field(page).fill("aktiv lytning")
    expect(hits(page).first).to_contain_text("Aktiv lytning")


def test_what_is_shown_at_last_answers_what_stands_in_the_field(page: Page, url: str) -> None:
    page.goto(url)
    for query in ("pris", "mandat", "lytning", "aktiv lytning"):
        field(page).fill(query)
    expect(hits(page).first).to_contain_text("Aktiv lytning")
    assert "q=aktiv+lytning" in page.url


@pytest.mark.parametrize("query", HOSTILE)
def test_hostile_input_is_text_and_breaks_nothing(query: str, page: Page, url: str) -> None:
    page.on("dialog", lambda dialog: pytest.fail(f"a dialog: {dialog.message}"))
    page.goto(url)
    elements = page.locator(".k-search img, .k-search script").count()
    field(page).fill(query)
    line = page.locator("[data-part=line]")
    expect(line).to_have_text(re.compile(r"^(\d+ resultat|Ingen resultater)"))
    page.goto(f"{url}about/?{urlencode({'q': query, 'h': query})}")
    expect(line).to_have_text(re.compile(r"^(\d+ resultat|Ingen resultater)"))
    assert page.locator(".k-search img, .k-search script, main img[src=x]").count() == elements
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_only_spaces_ask_nothing(page: Page, url: str) -> None:
    page.goto(url + "?q=%20%20")
    page.keyboard.press("/")
    expect(page.get_by_text("Søg efter en idé, et ord eller en indvending")).to_be_visible()


def test_search_asks_nothing_of_another_server_and_runs_under_a_strict_policy(bare: Page, url: str) -> None:
    """Scripts and styles from the site alone; what Material writes into the page itself is not run then, and not needed."""
    asked: list[str] = []
    bare.on("request", lambda request: asked.append(request.url))

    def strict(route: Route) -> None:
        answer = route.fetch()
        policy = "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:"
        route.fulfill(response=answer, headers={**answer.headers, "content-security-policy": policy})

    bare.route(re.compile(r"/(\?.*)?$"), strict)
    bare.goto(url + "?q=mandat")
    hits(bare).first.click()
    expect(bare.locator(".k-marks:not(.k-said)")).to_be_visible()
    assert [address for address in asked if not address.startswith((url, "data:"))] == []
