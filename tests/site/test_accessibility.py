"""Every type of page, in both colour schemes, before axe-core (WCAG 2.2 AA) and html-validate."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from conftest import ROOTS, TYPES
from playwright.sync_api import Browser, Page

from kundskab.settings import PROJECT

STATES = ("principles/active-listening/?with=sv", "principles/customers-are-people/?list=first-week-in-sales", "no/such/page/")
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
VALIDATOR = PROJECT / "tests/html"


def faults(page: Page) -> list[str]:
    found = Axe().run(page, options=RULES).response["violations"]
    return [f"{one['id']}: {node['target']} {node['failureSummary']}" for one in found for node in one["nodes"]]


@pytest.mark.parametrize(("lang", "scheme"), [("da", "light"), ("da", "dark"), ("nb", "light"), ("sv", "dark")])
def test_axe_finds_no_fault(lang: str, scheme: str, browser: Browser, url: str) -> None:
    context = browser.new_context(color_scheme=scheme, viewport={"width": 1280, "height": 900}, locale="da-DK")  # type: ignore[arg-type]
    page, found = context.new_page(), {}
    for address in (*TYPES, *STATES):
        page.goto(url + ROOTS[lang] + address)
        page.wait_for_timeout(100)
        if told := faults(page):
            found[address] = told
    context.close()
    assert found == {}


@pytest.mark.parametrize("address", ["", "principles/know-the-mandate/", "reading-lists/first-week-in-sales/", "map/"])
def test_axe_finds_no_fault_on_a_phone(address: str, browser: Browser, url: str) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 640}, has_touch=True, locale="sv-SE")
    page = context.new_page()
    page.goto(url + address)
    page.wait_for_timeout(200)
    assert faults(page) == []
    context.close()


def test_the_html_is_valid(site: Path, tmp_path: Path) -> None:
    """All pages of one language; of the theme's own markup, what it writes on a checkbox is let through."""
    program = VALIDATOR / "node_modules/.bin/html-validate"
    if not shutil.which("node") or not program.exists():
        pytest.skip("html-validate is missing; with Node: npm ci --prefix tests/html")
    pages = [path for path in sorted(site.rglob("*.html")) if path.relative_to(site).parts[0] not in ("da", "sv")]
    told = tmp_path / "told.json"  # what it writes to a pipe is cut off
    command = [str(program), "--config", str(VALIDATOR / ".htmlvalidate.json"), "--formatter", f"json={told}", *map(str, pages)]
    subprocess.run(command, check=False)
    found = [
        f"{Path(page['filePath']).relative_to(site)}:{one['line']}: {one['message']}"
        for page in json.loads(told.read_text("utf-8"))
        for one in page["messages"]
        if not (one["ruleId"] == "valid-autocomplete" and "checkbox" in one["message"])
    ]
    assert len(pages) > 100 and found == []
