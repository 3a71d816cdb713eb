"""The built pages as files: links, languages, fallbacks, what readers and their programs find in them."""

import gzip
import itertools
import json
import re
import struct
from collections.abc import Iterator
from functools import cache, partial
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

import lxml.html
import material
import pytest
from conftest import Build

from kundskab import load, settings
from kundskab.settings import PROJECT

HOST = "https://kundskab.example.org/"
LANGUAGES = {"da": "", "nb": "nb/", "sv": "sv/"}


@cache
def parsed(path: Path) -> lxml.html.HtmlElement:
    return lxml.html.fromstring(path.read_bytes().decode("utf-8"))


def pages(site: Path) -> Iterator[Path]:
    return (path for path in sorted(site.rglob("*.html")) if path.name != "404.html")


def page(site: Path, address: str) -> lxml.html.HtmlElement:
    return parsed(site / address / "index.html")


def broken_links(site: Path) -> Iterator[str]:
    """Every link, image, script and style of every page that leads nowhere, and every anchor that is not there."""
    for path in pages(site):
        here = HOST + path.relative_to(site).as_posix().removesuffix("index.html")
        for element in parsed(path).iter():
            for name in ("href", "src"):
                link = element.get(name) if isinstance(element.tag, str) else None
                if link is None or link.startswith(("mailto:", "data:", "javascript:")):
                    continue
                target, anchor = urldefrag(urljoin(here, link))
                if not target.startswith(HOST):
                    yield f"{path.relative_to(site)}: {link} leaves the site"
                    continue
                file = site / unquote(urlsplit(target).path.lstrip("/"))
                file = file / "index.html" if urlsplit(target).path.endswith("/") else file
                if not file.is_file():
                    yield f"{path.relative_to(site)}: {link} leads nowhere"
                elif anchor and not parsed(file).xpath("//*[@id=$id]", id=unquote(anchor)):
                    yield f"{path.relative_to(site)}: {link} has no such anchor"


@pytest.mark.parametrize("which", ["site", "mini_site"])
def test_every_link_and_anchor_leads_somewhere(which: str, request: pytest.FixtureRequest) -> None:
    assert list(broken_links(request.getfixturevalue(which))) == []


def test_the_walk_over_links_can_fail(mini_site: Path, tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text(
        '<p id="a"><a href="#b">x</a><a href="no/">y</a><img src="https://example.com/z.png"></p>'
    )
    assert len(list(broken_links(tmp_path))) == 3


def linked(site: Path, path: Path) -> Iterator[Path]:
    """The pages that a page's own text links to, not its frame: header, navigation and footer stand on all pages."""
    here = HOST + path.relative_to(site).as_posix().removesuffix("index.html")
    for link in parsed(path).xpath("//main//article//a/@href"):
        target = urldefrag(urljoin(here, link))[0]
        if target.startswith(HOST) and target.endswith("/"):
            yield site / unquote(urlsplit(target).path.lstrip("/")) / "index.html"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_principle_is_reached_from_home_in_three_clicks(site: Path, lang: str) -> None:
    reached = {site / LANGUAGES[lang] / "index.html"}
    for _ in range(3):
        reached |= {found for path in sorted(reached) for found in linked(site, path)}
    principles = {path / "index.html" for path in (site / LANGUAGES[lang] / "principles").iterdir() if path.is_dir()}
    assert principles
    assert principles - reached == set()


def test_no_style_and_no_handler_stands_in_a_page(site: Path, mini_site: Path) -> None:
    """A strict Content-Security-Policy needs this."""
    for path in [*pages(site), *pages(mini_site)]:
        found = [name for element in parsed(path).iter() if isinstance(element.tag, str) for name in element.attrib]
        assert [name for name in found if name == "style" or name.startswith("on")] == [], path


def test_ids_are_unique_on_each_page(site: Path) -> None:
    for path in pages(site):
        ids = [str(element.get("id")) for element in parsed(path).xpath("//*[@id]")]
        assert sorted(ids) == sorted(set(ids)), path


def test_every_page_has_one_title_and_headings_that_skip_no_level(site: Path) -> None:
    for path in pages(site):
        levels = [
            int(heading.tag[1]) for heading in parsed(path).xpath("//main//*[self::h1 or self::h2 or self::h3 or self::h4]")
        ]
        assert levels.count(1) == 1 and levels[0] == 1, path
        assert all(after - before <= 1 for before, after in itertools.pairwise(levels)), (path, levels)


def test_nothing_is_asked_of_another_server(site: Path) -> None:
    for path in [*pages(site), site / "404.html"]:
        for element in parsed(path).xpath("//script[@src] | //link[@rel='stylesheet'] | //img | //iframe | //*[@srcset]"):
            assert not re.match("(https?:)?//", str(element.get("src") or element.get("href"))), path
    for path in (site / "stylesheets").glob("*.css"):
        assert "http" not in path.read_text("utf-8") and "@import" not in path.read_text("utf-8"), path


def english_words() -> dict[str, str]:
    """Material's own English, by key."""
    text = (Path(material.__file__).parent / "templates/partials/languages/en.html").read_text("utf-8")
    return dict(re.findall(r'"([\w.]+)": "([^"]+)"', text))


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("which", ["site", "mini_site"])
def test_no_button_or_label_is_in_english(lang: str, which: str, request: pytest.FixtureRequest) -> None:
    shown: set[str] = set()
    site: Path = request.getfixturevalue(which)
    for path in pages(site / LANGUAGES[lang]):
        if lang == "da" and path.relative_to(site).parts[0] in LANGUAGES:
            continue
        tree = parsed(path)
        shown |= {" ".join(text.split()) for text in tree.xpath("//body//text()[not(ancestor::script)]")}
        shown |= {str(value) for name in ("aria-label", "title", "placeholder", "alt") for value in tree.xpath(f"//@{name}")}
    native = {"Navigation"} if lang in ("da", "sv") else set()
    assert shown & (set(english_words().values()) - native) == set()
    assert [words for words in shown if re.search(r"\b(Jump back|the text|Permanent link|Note|Warning)\b", words)] == []
    assert shown - {""}


# Languages


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_page_says_its_language_and_offers_the_others_at_the_same_place(lang: str, site: Path) -> None:
    tree = page(site, LANGUAGES[lang] + "principles/active-listening")
    assert tree.get("lang") == lang
    links = {str(a.get("hreflang")): str(a.get("href")) for a in tree.xpath("//ul[@class='k-langs']//a")}
    here = HOST + LANGUAGES[lang] + "principles/active-listening/"
    assert {code: urljoin(here, href) for code, href in links.items()} == {
        code: f"{HOST}{root}principles/active-listening/" for code, root in LANGUAGES.items()
    }
    alternates = {a.get("hreflang"): a.get("href") for a in tree.xpath("//link[normalize-space(@rel)='alternate']")}
    assert set(alternates) == {*LANGUAGES, "x-default"} and alternates["x-default"] == alternates["da"]


FALLBACKS = [
    ("explain-the-crust", "da", "sv"),
    ("explain-the-crust", "nb", "sv"),
    ("mention-tomorrow", "da", "nb"),
    ("mention-tomorrow", "sv", "nb"),
    ("keep-the-queue-moving", "nb", "da"),
]


@pytest.mark.parametrize(("id", "reader", "text"), FALLBACKS)
def test_a_missing_page_is_shown_in_the_nearest_language_and_says_so(id: str, reader: str, text: str, mini_site: Path) -> None:
    tree = page(mini_site, f"{LANGUAGES[reader]}principles/{id}")
    own = f"{HOST}{LANGUAGES[text]}principles/{id}/"
    assert tree.get("lang") == reader, "the frame speaks the reader's language"
    assert tree.xpath("//link[@rel='canonical']/@href") == [own]
    assert tree.xpath("//link[normalize-space(@rel)='alternate']") == []
    for part in ("//title", "//meta[@name='description']", "//h1", "//div[contains(@class,'k-body')]"):
        assert {element.get("lang") for element in tree.xpath(part)} == {text}, part
    sentences = tree.xpath("//div[@class='k-why']")
    assert sentences == [] or text in {sentence.get("lang") for sentence in sentences}
    contents = tree.xpath("//nav[contains(@class,'md-nav--secondary')]//li//span[@lang]")
    assert len(contents) >= 7 and {span.get("lang") for span in contents} == {text}
    notice = tree.xpath("//aside[contains(@class,'k-notice--fallback')]")
    assert len(notice) == 1 and urljoin(f"{HOST}{LANGUAGES[reader]}principles/{id}/", notice[0].xpath(".//a/@href")[0]) == own
    offered = tree.xpath(f"//ul[@class='k-langs']//a[span/@lang='{reader}']")[0]
    assert offered.get("hreflang") == text and offered.xpath(".//small")


COUNTRIES = {"da": "da_DK", "nb": "nb_NO", "sv": "sv_SE"}


@pytest.mark.parametrize("which", ["site", "mini_site"])
def test_a_link_to_any_page_shows_a_picture_of_it(which: str, request: pytest.FixtureRequest) -> None:
    folder: Path = request.getfixturevalue(which)
    shown = set()
    for path in pages(folder):
        tree = parsed(path)
        told = {str(meta.get("property") or meta.get("name")): meta for meta in tree.iter("meta")}
        own = tree.xpath("//link[@rel='canonical']/@href")[0].removeprefix(HOST).strip("/").split("/")
        lang = own[0] if own[0] in LANGUAGES else "da"
        image = told["og:image"].get("content")
        names = {f"{HOST}share/{lang}/{name if name not in ('', lang) else 'index'}.png" for name in own[-2:]}
        assert image in names, path
        size = struct.unpack(">II", (folder / image.removeprefix(HOST)).read_bytes()[16:24])
        assert size == tuple(int(told[f"og:image:{side}"].get("content")) for side in ("width", "height")) == (1200, 630)
        assert told["og:locale"].get("content") == COUNTRIES[lang], path
        assert told["og:image:alt"].get("content") and told["twitter:card"].get("content") == "summary_large_image"
        assert (told["og:image:alt"].get("lang") or tree.get("lang")) == lang, path
        shown.add(folder / image.removeprefix(HOST))
    assert shown == set(folder.glob("share/*/*")), "no picture is of no page"


def test_a_page_in_its_own_language_carries_no_notice(mini_site: Path) -> None:
    assert page(mini_site, "sv/principles/explain-the-crust").xpath("//aside[contains(@class,'k-notice')]") == []


def test_links_reach_pages_that_are_shown_in_another_language(mini_site: Path) -> None:
    links = page(mini_site, "areas/advise").xpath("//article//a[contains(@href,'explain-the-crust')]")
    assert links and {link.get("lang") for link in links} == {"sv"}


def test_the_sitemap_lists_written_pages_and_no_others(mini_site: Path) -> None:
    found = re.findall(r"<loc>(.*?)</loc>", (mini_site / "sitemap.xml").read_text("utf-8"))
    assert f"{HOST}sv/principles/explain-the-crust/" in found and f"{HOST}nb/principles/mention-tomorrow/" in found
    assert f"{HOST}principles/explain-the-crust/" not in found and f"{HOST}nb/principles/keep-the-queue-moving/" not in found
    assert len(found) == len(set(found)) and f"{HOST}nb/" in found


def test_the_page_for_wrong_addresses_speaks_all_languages(site: Path) -> None:
    sections = parsed(site / "404.html").xpath("//section")
    assert {str(section.get("lang")): str(section.xpath(".//a/@href")[0]) for section in sections} == {
        "da": "/",
        "nb": "/nb/",
        "sv": "/sv/",
    }


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_index_of_each_language_leads_to_pages_and_places_that_are_there(lang: str, site: Path) -> None:
    index = json.loads((site / "search/index.json").read_text("utf-8"))
    for number, type in enumerate(index["types"]):
        record = json.loads((site / f"search/{lang}/page-{number}.json").read_text("utf-8"))
        tree = page(site, record["url"])
        assert (record["type"], tree.get("lang")) == (type, lang)
        anchors = [anchor for anchor, *_ in filter(None, record["passages"]) if anchor]
        assert [anchor for anchor in anchors if not tree.xpath("//*[@id=$id]", id=anchor)] == [], record["url"]


# What pages show


def test_a_principle_shows_its_relations_from_both_sides(site: Path) -> None:
    supporting = page(site, "principles/find-the-one-constraint").xpath("string(//div[@class='k-chain'])")
    supported = page(site, "principles/make-value-visible").xpath("string(//div[@class='k-chain'])")
    assert "Gør værdien synlig" in supporting and "Find det, der bremser" in supported
    for id, other in (("hold-back-the-solution", "Gør værdien synlig"), ("make-value-visible", "Hold løsningen tilbage")):
        tension = page(site, f"principles/{id}").xpath("//figure[@class='k-tension']")
        assert other in " ".join(figure.text_content() for figure in tension)


def said(tree: lxml.html.HtmlElement) -> str:
    return " ".join(tree.xpath("//article")[0].text_content().split())


def test_each_type_of_page_shows_what_it_is_for(mini_site: Path) -> None:
    """A sentence of each thing that a template draws, as it stands in the mini tree."""
    knowledge = load.load(settings.read(docs=mini_site.parent / "docs")).knowledge
    for lang, root in LANGUAGES.items():
        plain = partial(knowledge.plain, lang=lang)
        principle = knowledge.page("let-them-taste", lang)
        with_sentence = next(section for section in principle.body.sections if section.level == 3)
        assert plain(with_sentence.text) in said(page(mini_site, f"{root}principles/let-them-taste"))
        workshop = said(page(mini_site, f"{root}workshops/tasting-hour"))
        for block in knowledge.blocks(knowledge.page("tasting-hour", lang)):
            assert block.title in workshop and all(plain(text) in workshop for text in block.parts.values())
        shown = said(page(mini_site, f"{root}reading-lists/first-day-at-the-bakery"))
        for day in knowledge.days(knowledge.page("first-day-at-the-bakery", lang)):
            assert day.title in shown and day.question in shown and all(plain(item.why) in shown for item in day.items)
        terms = said(page(mini_site, f"{root}glossary"))
        assert all(term.wordings[lang].definition in terms for term in knowledge.terms)
        home = said(page(mini_site, root))
        assert all(knowledge.title(area.id, lang) in home for area in knowledge.areas)


def test_a_translation_that_is_older_than_its_original_says_where(fresh_mini: Path, tmp_path: Path, build: Build) -> None:
    original = fresh_mini / "da/principles/greet-first.md"
    original.write_text(original.read_text("utf-8").replace("Slip det", "Læg det"), "utf-8")
    made = build(fresh_mini, tmp_path / "site")
    assert made.returncode == 0, made.stderr
    notice = page(tmp_path / "site", "nb/principles/greet-first").xpath("//aside[contains(@class,'k-notice--drift')]")
    assert len(notice) == 1 and notice[0].xpath(".//a/@href") == ["#how"]
    assert page(tmp_path / "site", "principles/greet-first").xpath("//aside[contains(@class,'k-notice')]") == []


def test_a_principle_shows_the_sentence_that_speaks_of_it(mini_site: Path) -> None:
    quotes = page(mini_site, "principles/greet-first").xpath("//ul[contains(@class,'k-cite')]//q")
    assert quotes and all(quote.xpath("./mark") for quote in quotes)


def test_lists_and_workshops_that_use_a_principle_are_named(mini_site: Path) -> None:
    used = page(mini_site, "nb/principles/let-them-taste").xpath("//h2[@id='used']/following-sibling::ul[1]//a/text()")
    assert used == ["Første dag i bakeriet", "Smakingen"]


def test_the_template_s_own_sections_stand_in_the_contents(site: Path) -> None:
    hrefs = page(site, "sv/principles/active-listening").xpath("//nav[contains(@class,'md-nav--secondary')]//@href")
    assert {"#relations", "#used", "#sources"} <= set(hrefs)


def test_drafts_and_data_are_not_published(mini_site: Path) -> None:
    assert not list(mini_site.glob("principles/bake-with-guests*")) and not list(mini_site.rglob("*.yml"))
    assert "bake-with-guests" not in (mini_site / "index.html").read_text("utf-8")


def test_markdown_of_every_kind_is_rendered(mini_site: Path) -> None:
    text = "".join(path.read_text("utf-8") for path in pages(mini_site))
    assert "[[not-a-link]]" in text, "a link in code stays code"
    for element in ("<table>", 'class="admonition', 'class="footnote"', "<dl>"):
        assert element in text
    shown = re.sub(r"<(code|pre)[^>]*>.*?</\1>", "", text, flags=re.S)
    assert "[[" not in shown


def test_the_navigation_shows_what_is_near_and_not_the_whole_tree(site: Path) -> None:
    links = page(site, "principles/active-listening").xpath("//nav[contains(@class,'md-nav--primary')]//a/@href")
    assert "../open-questions/" in links and "../know-the-mandate/" not in links and "../../areas/value/" in links


@pytest.mark.parametrize(
    ("address", "files"),
    [
        ("workshops/listening-lab", ["listening-lab", "listening-lab-facilitator", "listening-lab-..-..", "listening-lab-..-.."]),
        ("reading-lists/first-week-in-sales", ["first-week-in-sales"]),
        ("principles", ["principle-cards", "library"]),
    ],
)
def test_a_page_links_its_handouts_with_their_size(address: str, files: list[str], site: Path) -> None:
    for root in LANGUAGES.values():
        links = page(site, root + address).xpath("//ul[@class='k-downloads']/li/a")
        assert len(links) == len(files)
        for link, file in zip(links, files, strict=True):
            assert re.search(rf"/{file}\.pdf$", "/" + str(link.get("href")))
            assert re.search(r"PDF · \d+ \w+ · \d+ kB", link.text_content())
            assert (site / root / address / str(link.get("href"))).resolve().is_file()


def test_what_we_lean_on_in_the_theme_is_still_there() -> None:
    templates = Path(material.__file__).parent / "templates"
    base = (templates / "base.html").read_text("utf-8")
    for block in ("site_meta", "htmltitle", "header", "site_nav", "content", "footer", "scripts"):
        assert f"{{% block {block} %}}" in base, "overrides/frame.html fills it"
    assert 'id="__drawer"' in base, "menu.js presses it"
    bundle = next((templates / "assets/javascripts").glob("bundle.*.min.js")).read_text("utf-8")
    assert '"link[rel=alternate]"' in bundle, "why main.html writes rel with a space behind it"
    for name in ("palette.html", "javascripts/palette.html"):
        assert (templates / "partials" / name).is_file()


def test_what_we_lean_on_in_static_i18n_is_still_there() -> None:
    from mkdocs_static_i18n import folder, plugin

    source = Path(plugin.__file__).read_text("utf-8") + Path(folder.__file__).read_text("utf-8")
    for name in ("self.building", "self.current_language", "documentation_pages()", "file.locale", "file.alternates"):
        assert name in source
    assert plugin.I18n.on_files.mkdocs_priority == plugin.I18n.on_nav.mkdocs_priority == -100  # type: ignore[attr-defined]


def test_the_site_names_no_machine(site: Path) -> None:
    for path in pages(site):
        assert str(PROJECT) not in path.read_text("utf-8"), path


def test_scripts_styles_and_pages_stay_small(site: Path) -> None:
    assert sum(path.stat().st_size for path in (site / "javascripts").glob("*.js")) <= 60 * 1024
    assert sum(path.stat().st_size for path in (site / "stylesheets").glob("*.css")) <= 30 * 1024
    theme = [
        path
        for path in (site / "assets").rglob("*.min.*")
        if not path.name.endswith(".map") and not {"workers", "lunr"} & {*path.parts}
    ]
    shared = [*theme, *(site / "javascripts").glob("*.js"), *(site / "stylesheets").glob("*.css")]
    first = sum(len(gzip.compress(path.read_bytes())) for path in shared)
    assert max(first + len(gzip.compress(path.read_bytes())) for path in pages(site)) <= 150_000


def test_a_page_does_not_grow_with_the_library(mini_site: Path, fresh_mini: Path, tmp_path: Path, build: Build) -> None:
    article = fresh_mini / "da/articles/the-last-loaf.md"
    text, count = article.read_text("utf-8"), 60
    for number in range(count):
        more = text.replace("{#story}\n", f"{{#story}}\n\n[[more-{(number + 1) % count}]]\n", 1)
        (fresh_mini / f"da/articles/more-{number}.md").write_text(more, "utf-8")
    made = build(fresh_mini, tmp_path / "site")
    assert made.returncode == 0, made.stderr
    address = "articles/the-last-loaf/index.html"
    small, large = ((site / address).read_bytes() for site in (mini_site, tmp_path / "site"))
    assert len(large) <= 1.2 * len(small)
    assert "more-30" not in large.decode() and "../more-1/" in (tmp_path / "site/articles/more-0/index.html").read_text("utf-8")
