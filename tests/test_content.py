"""The library itself: one test a page, named by its path, and what the whole must have."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from kundskab import check, load, settings
from kundskab.concepts import Page, Term
from kundskab.settings import PROJECT, Settings

TREE = load.load(settings.read())
ELSEWHERE = {"da": r"\s«|»\s|[”“\"]", "nb": r"\s»|«\s|[”“\"]", "sv": r"[«»“\"]"}
"""Quotation marks that a language has not: Danish has »…«, Norwegian «…», Swedish ”…”."""


PROMISED = {
    "area": "meet listen need value choose move develop learn company",
    "article": """customer-always-wrong hear-the-customer learn-from-lost-deals living-strategy mechanical-selling
        no-more-customers numbers-game stay-active""",
    "principle": """customers-are-people conversation-over-script earn-connection-first read-between-the-lines
        active-listening open-questions hold-back-the-solution ground-the-message-in-needs
        needs-analysis-first find-the-one-constraint need-insight-before-purchase
        solutions-not-products make-value-visible know-the-mandate
        right-customers-over-more let-go-of-wrong-customers
        activity-creates-opportunity enter-early follow-up-before-deals-rot tools-dont-replace-initiative
        know-the-customers-habits challenge-the-customer develop-not-just-care stay-active-with-customers
        train-like-an-athlete interview-lost-customers evidence-over-gut-feeling strategy-not-self-worth
        everyone-helps-the-sale live-the-strategy weigh-the-price-of-loyalty""",
    "situation": """too-expensive need-to-think-about-it quote-without-answer first-meeting invited-to-tender
        wrong-person-in-the-room meeting-went-flat wants-it-fast-and-cheap lost-the-deal empty-calendar customer-gone-quiet
        customer-knows-what-they-want""",
    "reading-list": "first-week-in-sales advisors-who-sell sales-manager key-account everyone-sells",
    "workshop": "listening-lab lost-deal-review right-customers from-quote-to-decision",
}
"""What colleagues, links and printed booklets count on, by type; more may come."""

TENSIONS = """hold-back-the-solution challenge-the-customer
right-customers-over-more activity-creates-opportunity
conversation-over-script train-like-an-athlete
read-between-the-lines evidence-over-gut-feeling
let-go-of-wrong-customers stay-active-with-customers
weigh-the-price-of-loyalty stay-active-with-customers
need-insight-before-purchase challenge-the-customer
know-the-customers-habits needs-analysis-first"""


def assert_well_written(text: str, lang: str) -> None:
    """What `check` does not ask of other libraries."""
    assert not re.search(r"\b(TODO|lorem)\b|\w!", text), "no left-overs, no shouting"
    assert not re.search(ELSEWHERE[lang], text), "another language's quotation marks"


@pytest.mark.parametrize("page", list(TREE.knowledge.pages()), ids=lambda page: page.path)
def test_page(page: Page) -> None:
    assert_well_written(" ".join(passage.text for passage in TREE.passages[page]), page.lang)


@pytest.mark.parametrize("term", TREE.knowledge.terms, ids=lambda term: term.id)
def test_term(term: Term) -> None:
    for lang, wording in term.wordings.items():
        assert_well_written(f"{wording.definition} {wording.note or ''}", lang)


@pytest.mark.parametrize("kind", PROMISED)
def test_nothing_that_was_promised_is_missing(kind: str) -> None:
    assert set(PROMISED[kind].split()) - {concept.id for concept in TREE.knowledge.of_type(kind)} == set()


def test_the_tensions_that_make_the_library_honest_are_stated() -> None:
    stated = {frozenset((one.source, one.target)) for one in TREE.knowledge.relations if one.kind == "tension"}
    assert {frozenset(line.split()) for line in TENSIONS.splitlines()} - stated == set()


def test_the_glossary_has_forty_terms_and_false_friends() -> None:
    assert len(TREE.knowledge.terms) >= 40
    for lang in TREE.knowledge.languages:
        assert sum(bool(term.wordings[lang].note) for term in TREE.knowledge.terms) >= 10, lang


def test_every_page_is_there_in_every_language_and_none_has_drifted() -> None:
    for concept in TREE.knowledge.concepts.values():
        assert set(concept.pages) == set(TREE.knowledge.languages), concept.id
        now = concept.original.digests()
        assert all(page.stamp == now for page in concept.pages.values() if page is not concept.original), concept.id


def test_every_principle_has_a_picture_and_two_relations() -> None:
    for concept in TREE.knowledge.of_type("principle"):
        assert len(TREE.knowledge.related(concept.id)) >= 2, concept.id
        assert (TREE.pictures / f"{concept.id}.svg").is_file(), concept.id


def test_the_two_sides_of_a_tension_say_it_differently() -> None:
    for relation in (relation for relation in TREE.knowledge.relations if relation.kind == "tension"):
        for lang in TREE.knowledge.languages:
            here, there = (
                TREE.knowledge.page(one, lang).section(f"with-{other}")
                for one, other in ((relation.source, relation.target), (relation.target, relation.source))
            )
            assert here and there, relation
            shared = set(here.text.split(". ")) & set(there.text.split(". "))
            assert not shared, (relation, lang, shared)


def test_figures_stand_with_their_source() -> None:
    shares = re.compile(r"\d\s*(?:%|pct|procent|prosent)")
    found = [passage for page in TREE.passages.values() for passage in page if shares.search(passage.text)]
    assert found and [passage for passage in found if "Griffin" not in passage.text] == []


def test_our_content_has_no_problem() -> None:
    assert check.problems(TREE) == ()


@pytest.fixture
def ours(tmp_path: Path) -> Path:
    return shutil.copytree(PROJECT / "docs", tmp_path / "docs")


@pytest.mark.parametrize(
    "template", sorted((PROJECT / "docs/_templates").rglob("*.md")), ids=lambda path: "/".join(path.parts[-2:])
)
def test_a_template_passes_check_as_it_is(template: Path, ours: Path, settings_for: Callable[[Path], Settings]) -> None:
    lang, kind = template.parts[-2], template.stem
    folder = {"page": "", "translation": "articles"}.get(kind, f"{kind}s")
    target = ours / lang / folder / ("numbers-game.md" if kind == "translation" else "my-new-page.md")
    if kind == "translation" and lang == "sv":
        target = ours / lang / folder / "no-more-customers.md"
    text = template.read_text("utf-8")
    original = TREE.knowledge.concepts[target.stem].original.lang if kind == "translation" else lang
    target.write_text(re.sub(r"from: \w+,", f"from: {original},", text), "utf-8")
    found = check.problems(load.load(settings_for(ours)))
    sections = "the section" if kind == "translation" else "nothing"
    assert [problem for problem in found if sections not in problem.message] == []
