"""`scripts/check` on a valid tree, and on one that is broken in every way an editor breaks one."""

import hashlib
import re
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from edits import MARZIPAN, PAGE, Edit, change, copy, link, write

from kundskab import check, load
from kundskab.concepts import Page
from kundskab.knowledge import Knowledge
from kundskab.problems import report
from kundskab.rules.reading import reading
from kundskab.settings import PROJECT, Settings
from kundskab.tree import Tree

NORWEGIAN = """Gjesten har gledet seg hele uka til akkurat det brødet som nå er borte, og da hjelper det lite å peke på klokka.
Spør heller hva hun skulle lage, og hvor mange som kommer. Kanskje passer et annet brød enda bedre til maten, og kanskje
vil hun heller komme tilbake i morgen tidlig. Uansett hva hun velger, har du vist at du bryr deg om middagen hennes og ikke
bare om hylla di. Skriv ned navnet på brødet, så vet bakeren hva dere burde ha laget mer av. Slik blir et nei til noe nyttig."""

SWEDISH = """Gästen har sett fram emot just det brödet hela veckan, och då hjälper det inte mycket att peka på klockan.
Fråga hellre vad hon skulle laga och hur många som kommer. Kanske passar ett annat bröd ännu bättre till maten, och kanske
vill hon hellre komma tillbaka i morgon bitti. Vad hon än väljer har du visat att du bryr dig om hennes middag och inte
bara om din egen hylla. Skriv upp brödets namn, så vet bagaren vad ni borde ha bakat mer av. Så blir ett nej till nytta."""

OTHER_RELATIONS = """### {#with-mention-tomorrow}

Et løfte om i morgen hører op med et godmorgen i morgen.

### {#with-keep-the-queue-moving}"""


# Copies stand before the edits of what they copy.
FILES = (
    copy(
        "da/index.md",
        "da/Ny side.md",
        {},
        '1: file name: "Ny side.md" is not kebab-case ASCII; rename it to "ny-side.md"',
    ),
    copy("da/index.md", "da/Priser.md", {}, '1: file name: "Priser.md" is not kebab-case ASCII; rename it to "priser.md"'),
    copy("da/index.md", "da/brød.md", {}, '1: file name: "brød.md" is not kebab-case ASCII; rename it to "broed.md"'),
    write(
        "sv/latin.md",
        "---\ntitle: Bröd\n---\n".encode("latin-1"),
        "2: file: byte 0xf6 is not UTF-8; save the file as UTF-8",
    ),
    write("nb/empty.md", b"\n", "1: file: empty; copy the template for its type from docs/_templates, or delete it"),
    write("da/long.md", b"x" * 5_000_000, "1: file: 5.0 MB; the limit is 1 MB; split the page, or make the picture smaller"),
    link("sv/outside.md", "/etc/hosts", "1: file: a symbolic link that leaves the tree; copy the file into the tree"),
)

IDENTITY = (
    copy(
        "nb/situations/no-bread-left.md",
        "nb/situations/greet-first.md",
        {},
        '1: id: "greet-first" is also the id of a principle; rename one: ids are unique in the library',
    ),
    copy(
        "nb/glossary.md",
        "da/glossary.md",
        {},
        "nb/glossary.md:2: translated: a second original; the other is da/glossary.md; make one of them a translation with `translated:`",
    ),
    copy(
        "nb/about.md", "nb/help.md", {}, "2: translated: no language has the original; write it, or make this page the original"
    ),
    copy(
        "nb/index.md", "no/index.md", {}, '1: language: "no" is not one of the languages of mkdocs.yml; Norwegian bokmål is "nb"'
    ),
    change(
        "sv/areas/greet.md",
        {"from: da": "from: no"},
        '5: translated.from: "no" is not a language of mkdocs.yml; Norwegian bokmål is "nb"',
    ),
)

FRONT_MATTER = (
    change(
        "nb/index.md",
        {"summary: Alt": "summary: Husk: alt"},
        '3: front matter: not YAML: mapping values are not allowed in this context; mend it; a text with ": " or " #" in it needs quotes',
    ),
    change(
        "sv/articles/the-last-loaf.md",
        {"terms:": "title: Limpan\nterms:"},
        '4: front matter: not YAML: the key "title" stands twice; remove one of them',
    ),
    change("sv/index.md", {"terms:": "termer:"}, '4: termer: unknown key; did you mean "terms"?'),
    change(
        "sv/glossary.md",
        {"summary: Orden vi använder vid disken, på tre språk.\n": ""},
        "2: summary: missing; add `summary: …`, as the template for this type shows",
    ),
    change(
        "sv/situations/no-bread-left.md",
        {
            "title: Brödet är slut": "title: 7",
            "summary: Säg vad du har innan du säger vad som saknas.": "summary: true",
            "[slutsålt, tom hylla]": "[yes, 3.5]",
        },
        "2: title: 7 is not text; put it in quotes, or fill it in",
        "3: summary: YAML reads this as true; put it in quotes",
        "4: terms.1: 3.5 is not text; put it in quotes, or fill it in",
    ),
    change(
        "nb/principles/let-them-taste.md", {"area: advise": "area: advice"}, '5: area: unknown "advice"; did you mean "advise"?'
    ),
)

REFERENCES = (
    change(
        "sv/principles/ask-about-the-meal.md",
        {"supports: [let-them-taste]": "supports: [let-them-taste, greet-fist]"},
        '6: relations.supports: unknown "greet-fist"; did you mean "greet-first"?',
        "6: relations.prerequisite: a circle: ask-about-the-meal → greet-first → mention-tomorrow → ask-about-the-meal; remove one of these prerequisites",
    ),
    change(
        "da/principles/greet-first.md",
        {"{supports:": "{prerequisite: [mention-tomorrow], supports:", "### {#with-keep-the-queue-moving}": OTHER_RELATIONS},
    ),
    change(
        "da/principles/keep-the-queue-moving.md",
        {
            "related: [mention-tomorrow]": "related: [mention-tomorrow], tension: [let-them-taste]",
            "sources: [morning-at-the-counter]": "sources: [morning-at-counter]",
        },
        '7: sources: unknown "morning-at-counter"; did you mean "morning-at-the-counter"?',
        'nb/principles/let-them-taste.md:6: relations.tension: "keep-the-queue-moving" is stated twice; state it once; remove it here or in da/principles/keep-the-queue-moving.md',
    ),
    change(
        "nb/reading-lists/first-day-at-the-bakery.md",
        {"[[mention-tomorrow]]": "[[mention-tomorow]]"},
        '26: [[mention-tomorow]]: unknown "mention-tomorow"; did you mean "mention-tomorrow"?',
    ),
    change(
        "da/areas/greet.md",
        {"[[greet-first|": "[[greet-frist|", "owner: sales": "owner: sale"},
        '5: owner: unknown "sale"; did you mean "sales"?',
        '13: [[greet-frist]]: unknown "greet-frist"; did you mean "greet-first"?',
    ),
    change(
        "sv/principles/let-them-taste.md",
        {"#how|": "#hows|"},
        '14: [[ask-about-the-meal]]: no section "hows" in sv/principles/ask-about-the-meal.md; did you mean "how"?',
    ),
    copy(
        "sv/principles/explain-the-crust.md",
        "sv/principles/knock-on-the-loaf.md",
        {
            "relations: {prerequisite: [ask-about-the-meal], related: [let-them-taste]}\n": "",
            "### {#with-ask-about-the-meal}\n": "",
            "### {#with-let-them-taste}\n": "",
        },
        "1: id: an orphan: no page links to it; link to it with [[knock-on-the-loaf]], or make it a draft",
        "44: relations: text that no page shows; move it to a section of its own",
    ),
    change(
        "_data/glossary.yml",
        {"- id: crust": MARZIPAN},
        "5: marzipan: an orphan: no page uses the term; use it where it belongs, or remove it",
    ),
)

TEXT = (
    change(
        "sv/principles/explain-the-crust.md",
        {"area: advise": "picture: En skorpa\narea: advise"},
        "5: picture: there is no drawing; draw assets/pictures/explain-the-crust.svg, or remove the key",
    ),
    change(
        "sv/principles/greet-first.md",
        {"picture: Två prickar ser varandra i ögonen över en disk\n": ""},
        "2: picture: the drawing has no alternative text; say in a sentence what one sees",
    ),
    change(
        "da/articles/the-last-loaf.md",
        {"  language: da": "  language: no"},
        '9: source.language: unknown "no"; Norwegian bokmål is "nb"',
    ),
    change(
        "nb/principles/mention-tomorrow.md",
        {"- Hva lovet jeg i går?\n": "", "## Et eksempel {#example}\n\n": "", "### {#with-keep-the-queue-moving}\n": ""},
        "32: ask: fewer than 3 questions; write them as a list",
        '39: relations: no sentence on "keep-the-queue-moving"; add `### {#with-keep-the-queue-moving}` with a sentence under it',
        '1: sections: the section "example" is missing; add a heading ending in {#example}, as the template shows',
    ),
    change(
        "sv/principles/keep-the-queue-moving.md",
        {"Du ser hela kön och inte bara den som står främst.\n": ""},
        "8: what: an empty section; write it, or remove the heading",
    ),
    change(
        "nb/areas/greet.md",
        {"## Begynn her": "## Mer\n\nTekst.\n\n## Begynn her"},
        '8: heading: the heading "Mer" has no id; add one, such as {#how}',
    ),
    change(
        "da/areas/advise.md",
        {"## Begynd her": "# Råd\n\n## Begynd her"},
        "8: heading: a heading of the first level; use ##; the page's title stands in front matter",
    ),
    change(
        "da/situations/no-bread-left.md",
        {"Gæsten har glædet sig til ét bestemt brød og ser en tom hylde.": NORWEGIAN},
        '10: happening: this reads as "nb", the folder says "da"; move or translate the text',
    ),
    change(
        "nb/articles/the-last-loaf.md",
        {"Fem minutter før stengetid er det ett brød igjen": SWEDISH + "\n\nDet er ett brød igjen"},
        '14: story: this reads as "sv", the folder says "nb"; move or translate the text',
    ),
    change(
        "sv/workshops/tasting-hour.md",
        {"  - {id: promise,": "  - {id: coffee, minutes: 5}\n  - {id: promise,"},
        "6: agenda: the blocks add up to 40 minutes, the workshop is to take 35; change the blocks' minutes, or `minutes`",
        '9: agenda: the block "coffee" has no section; add `### … {#coffee}` under the agenda',
    ),
)

STRINGS = (
    Edit(
        "_data/strings/da.yml",
        lambda file: file.write_text("test: {one: et, two: 2}\n" + file.read_text("utf-8"), "utf-8"),
        (
            "_data/strings/da.yml:1: test.two: 2 is not a text; write it, in quotes if YAML reads it as something else",
            "_data/strings/nb.yml:1: test.one: missing; add it; the templates or the other languages use it",
            "_data/strings/nb.yml:1: test.two: missing; add it; the templates or the other languages use it",
            "_data/strings/sv.yml:1: test.one: missing; add it; the templates or the other languages use it",
            "_data/strings/sv.yml:1: test.two: missing; add it; the templates or the other languages use it",
        ),
    ),
)

STRUCTURE = (
    change(
        "nb/areas/advise.md",
        {"{#start}": "{#begin}"},
        '1: sections: "start" of the original is missing; translate it, under a heading ending in {#start}',
        '8: sections: "begin" is not in the original; use one of: start',
    ),
    change(
        "nb/principles/ask-about-the-meal.md",
        {"3. Vis to brød, ikke ti.\n": ""},
        "17: how: 2 items, the original has 3; give the list the same items",
    ),
    change(
        "da/principles/ask-about-the-meal.md",
        {"[[let-them-taste|byde på den rigtige bid]]": "byde på den rigtige bid"},
        "12: why: the original's link to [[let-them-taste]] is missing; link to it here too",
    ),
    change(
        "da/workshops/tasting-hour.md",
        {"Byd den første gæst": "[[greet-first|Hils]], og byd den første gæst"},
        "66: monday: a link to [[greet-first]] that the original has not; remove it, or add it to sv/workshops/tasting-hour.md",
    ),
    change(
        "nb/workshops/tasting-hour.md",
        {"Materiell\n:   Brødet og kniven.\n\n": ""},
        "14: agenda: 12 parts, the original has 13; give its blocks the same parts",
    ),
    change(
        "da/articles/morning-at-the-counter.md",
        {"- Sammenlign med en kollega.\n": ""},
        "21: use: 1 items, the original has 2; give the list the same items",
    ),
    change(
        "sv/reading-lists/first-day-at-the-bakery.md",
        {
            "- [[greet-first]] Allt annat vilar på den här, så den kommer först.\n": "",
            "står det tio i kö.\n": "står det tio i kö.\n- [[greet-first]] Den vilar allt annat på.\n",
        },
        "10: day-1: the items stand in another order than in the original; use the original's order",
    ),
)

# Each alone in an otherwise valid tree: one fault is told once, at its own line, and nothing else is said.
ALONE = {
    "an anchor behind a relative link": change(
        "sv/about.md",
        {".md#point": ".md#points"},
        '13: articles/morning-at-the-counter.md#points: no section "points" there; did you mean "point"?',
    ),
    "a relative link in an introduction": change(
        "da/glossary.md", {"om brød.": "om [brød](abuot.md)."}, '8: abuot.md: no such page; did you mean "da/about.md"?'
    ),
    "an item of a reading list": change(
        "nb/reading-lists/first-day-at-the-bakery.md",
        {"[[mention-tomorrow]]": "Noe mer:"},
        "24: day-2: an item that is not `[[id]] why`; begin it with [[id]] and say in a sentence why to read it now",
    ),
    "an introduction in another language": change(
        "nb/reading-lists/first-day-at-the-bakery.md",
        {"Les sidene i den rekkefølgen de står.": SWEDISH},
        '11: introduction: this reads as "sv", the folder says "nb"; move or translate the text',
    ),
    "an original that cannot be read": change(
        "da/principles/greet-first.md",
        {"owner: sales": "owner: 7"},
        "9: owner: 7 is not text; put it in quotes, or fill it in",
    ),
    "a link to an article that cannot be read": change(
        "sv/articles/morning-at-the-counter.md",
        {"published: 2019-03-12": "published: i våras"},
        "8: source.published: 'i våras' is not a date; write it as 2026-11-22",
    ),
    "a link that leads nowhere": link(
        "da/lost.md", "nowhere.md", "1: file: a symbolic link that leaves the tree; copy the file into the tree"
    ),
    "a link to itself": link(
        "da/loop.md", "loop.md", "1: file: a symbolic link that leaves the tree; copy the file into the tree"
    ),
    "a list that brings later what a principle rests on": change(
        "nb/reading-lists/first-day-at-the-bakery.md",
        {"- [[ask-about-the-meal]] Nå kan du hilse, og da kan du spørre.\n": ""}
        | {"ved disken.\n\n> Hva": "ved disken.\n- [[ask-about-the-meal]] Nå kan du spørre.\n\n> Hva"},
        '23: [[mention-tomorrow]]: it rests on "ask-about-the-meal", which comes later; put [[ask-about-the-meal]] before it',
    ),
    "a list that brings again what it has brought": change(
        "nb/reading-lists/first-day-at-the-bakery.md",
        {"ved disken.\n\n> Hva": "ved disken.\n- [[ask-about-the-meal]] Nå kan du spørre igjen.\n\n> Hva"},
    ),
    "a link between spaces, to what comes too early": change(
        "nb/reading-lists/first-day-at-the-bakery.md",
        {"- [[ask-about-the-meal]] Nå kan du hilse, og da kan du spørre.\n": ""}
        | {"[[mention-tomorrow]]": "[[ mention-tomorrow ]]"}
        | {"ved disken.\n\n> Hva": "ved disken.\n- [[ ask-about-the-meal ]] Nå kan du spørre.\n\n> Hva"},
        '23: [[mention-tomorrow]]: it rests on "ask-about-the-meal", which comes later; put [[ask-about-the-meal]] before it',
    ),
    "a part of a section that is under none": change(
        "da/glossary.md",
        {"Her står": "### Brød {#bread}\n\nHer står"},
        '8: heading: the heading "Brød" skips a level; use ##, one below the heading before it',
    ),
    "blocks that are too short for their workshop": change(
        "sv/workshops/tasting-hour.md",
        {"minutes: 35": "minutes: 45"},
        "6: agenda: the blocks add up to 35 minutes, the workshop is to take 45; change the blocks' minutes, or `minutes`",
    ),
    "a workshop for more people than at most": change(
        "sv/workshops/tasting-hour.md",
        {"people: [4, 8]": "people: [8, 4]"},
        "10: people: from 8 to 4; put the smaller number first",
    ),
    "paragraphs of which the second is in another language": change(
        "nb/reading-lists/first-day-at-the-bakery.md",
        {"Les sidene i den rekkefølgen de står.": f"```\n{SWEDISH}\n```\n\n{SWEDISH}"},
        '18: introduction: this reads as "sv", the folder says "nb"; move or translate the text',
    ),
    "a principle without a source": change(
        "da/principles/keep-the-queue-moving.md",
        {"sources: [morning-at-the-counter]": "sources: []"},
        "7: sources: too few entries; give at least 1",
    ),
    "the lock of an open editor": link("da/.#index.md", "editor@host.1234:5678"),
    "the settings of an editor": write(".editor/settings.json", b"{}"),
    "what another system leaves": write("da/._index.md", b"\x00\x05\x16\x07\xff"),
}

# What an editor would not see before it is published: it is told, in whatever words, at the line where it begins or the next.
TOLD = {
    "a link broken over two lines": change(
        "da/index.md", {"[[first-day-at-the-bakery|din første": "[[first-day|din\nførste"}, "11: …"
    ),
    "a link that is not closed": change("da/index.md", {"[[no-bread-left]]": "[[no-bread-left]"}, "15: …"),
    "a relative link broken over two lines": change("da/index.md", {"Er hylden tom": "Er [hylden\ntom](shelf.md)"}, "15: …"),
    "a reference that leads nowhere": change(
        "da/index.md", {"Er hylden tom": "Er [hylden][1] tom", "left]].": "left]].\n\n[1]: shelf.md"}, "17: …"
    ),
    "a relative link with a title in other quotes": change(
        "da/index.md", {"Er hylden tom": "Er [hylden](shelf.md 'Hylden') tom"}, "15: …"
    ),
    "a link around a picture": change(
        "da/index.md", {"Er hylden": "Er [![](../assets/pictures/greet-first.svg)](shelf.md)"}, "15: …"
    ),
    "a glossary that is not a list": write("_data/glossary.yml", b"sourdough: {}\n", "1: …"),
}

DANGER = """<script>alert(1)</script>
`<b>` og <kbd>x</kbd> er tilladt.
[her](javascript:alert(1))
![x](https://example.com/x.png)
Tekst{: onclick=alert(1)}
<!-- drawn: relations -->
<<<<<<< HEAD

!!! tip
    Kort.

| [[about|os]] |
"""

SAFETY = (
    write(
        "nb/template.md",
        PAGE.replace("Fare", "…").encode() + b"## Noe {#some}\n\n- \xe2\x80\xa6\n",
        "2: title: not filled in; write it, or make the page a draft",
        "12: text: not filled in; write it, or make the page a draft",
    ),
    write(
        "sv/never-stamped.md",
        b"---\ntitle: Ny\nsummary: Ny.\ntranslated: {from: da, on: 2026-11-22, sections: {}}\n---\n\nx\n",
        "2: translated: no language has the original; write it, or make this page the original",
        "4: translated.sections: never stamped; compare it with the original, then run `scripts/stamp never-stamped`",
    ),
    write(
        "da/danger.md",
        (PAGE + DANGER).encode(),
        "10: text: HTML: <script>; write it as Markdown",
        '12: text: a link that begins with "javascript:"; link to https:, mailto: or tel:',
        "13: text: a picture from another server; copy it to docs/assets",
        "14: text: the attribute onclick; remove it; ids and classes are all that text may carry",
        "15: text: HTML: <!-->; write it as Markdown",
        "16: text: a mark that a merge left behind; choose one of the two texts and remove the marks",
        '18: text: a box without a title; write it in quotes: !!! tip "…", or "" for none',
        "21: text: a | inside [[…]] in a table; write it \\|, or the table takes it for a border",
    ),
    change(
        "nb/reading-lists/first-day-at-the-bakery.md",
        {"{#day-2}\n": "{#day-2}\n\nNoe som ingen ser.[^1]\n"},
        "22: day-2: text that no page shows; move it to a section of its own",
        "22: day-2: a footnote, or the address of a link, where the page draws its own; move it to another section",
    ),
    write("nb/assets.md", PAGE.encode() + b"x\n", '1: id: "assets" is an address of the site\'s own; rename the file'),
    write(
        "assets/pictures/evil.svg",
        b'<svg xmlns="http://www.w3.org/2000/svg" onload="x()">\n<script>x()</script></svg>',
        "1: drawing: the attribute onload; remove it",
        "2: drawing: <script>; draw with circle, clipPath, defs, desc, ellipse, g, line, path, polygon, polyline, rect, svg, title alone",
    ),
    write(
        "assets/pictures/half.svg",
        b"<svg",
        "1: drawing: not XML: Couldn't find end of Start Tag svg line 1, line 1, column 5; save it as plain SVG",
    ),
    write(
        "_data/words.yaml",
        b"a: b\n",
        "1: file: not a kind of file that this folder holds; see docs/_templates for pages; pictures go to assets",
    ),
    write(
        "sv/aliases.md",
        PAGE.replace("title: Fare", "title: &a Fara\nsummary: *a").replace("summary: Noget at prøve.\n", "").encode() + b"x\n",
        "2: front matter: not YAML: an alias; write the value out; aliases are not read",
    ),
)

BREAKAGE = (*FILES, *SAFETY, *IDENTITY, *FRONT_MATTER, *REFERENCES, *TEXT, *STRINGS, *STRUCTURE)


def run(docs: Path) -> subprocess.CompletedProcess[str]:
    """The command as an editor gives it, from the folder above the content."""
    return subprocess.run([PROJECT / "scripts/check", "--docs", docs], cwd=docs.parent, capture_output=True, text=True)


def fingerprint(docs: Path) -> dict[Path, str]:
    return {path: hashlib.sha256(path.read_bytes()).hexdigest() for path in docs.rglob("*") if path.is_file()}


def test_every_problem_of_a_broken_tree_is_told_in_one_run_and_nothing_is_edited(mini: Path) -> None:
    for edit in BREAKAGE:
        edit.do(mini / edit.path)
    before = fingerprint(mini)
    result = run(mini)
    expected = [
        f"docs/{path}:{line}: {text}" for path, line, text in sorted(found for edit in BREAKAGE for found in edit.lines())
    ]
    assert result.stdout.splitlines() == [*expected, f"{len(expected)} problems"]
    assert result.stderr == ""
    assert result.returncode == 1
    assert fingerprint(mini) == before


def test_problems_are_those_of_each_page_and_those_of_the_whole(mini: Path, settings_for: Callable[[Path], Settings]) -> None:
    for edit in BREAKAGE:
        edit.do(mini / edit.path)
    tree = load.load(settings_for(mini))
    pages = {problem for page in reversed(tree.pages) for problem in check.page_problems(tree, page)}
    whole = set(check.tree_problems(tree))
    assert tuple(sorted({*tree.problems, *pages, *whole})) == check.problems(tree)
    assert {problem.path for problem in pages} <= {page.path for page in tree.pages}
    assert pages and whole and not pages & whole


def refuse(*_: object) -> None:
    raise AssertionError("read, and not to be")


class Refused(list[Page]):
    __iter__ = refuse  # type: ignore[assignment]


def test_what_is_wrong_with_a_page_is_found_without_a_look_at_all_pages(
    mini: Path, settings_for: Callable[[Path], Settings], monkeypatch: pytest.MonkeyPatch
) -> None:
    tree = load.load(settings_for(mini))
    alone = replace(tree, pages=Refused())
    monkeypatch.setattr(Knowledge, "pages", refuse)
    for page in tree.pages:
        assert list(check.page_problems(alone, page)) == []
    with pytest.raises(AssertionError):
        list(check.tree_problems(alone))


def test_of_a_page_that_was_read_the_whole_asks_only_what_it_came_to(
    mini: Path, settings_for: Callable[[Path], Settings], monkeypatch: pytest.MonkeyPatch
) -> None:
    tree = load.load(settings_for(mini))
    for page in tree.pages:
        tree.once(reading, page)
    monkeypatch.setattr(Tree, "passages_of", refuse)
    assert list(check.tree_problems(tree)) == []


def test_a_valid_tree_has_no_problems(mini: Path) -> None:
    result = run(mini)
    assert (result.stdout, result.returncode) == ("0 problems\n", 0)


def test_where_the_original_has_changed_since_the_stamp_another_structure_is_no_problem(
    mini: Path, settings_for: Callable[[Path], Settings]
) -> None:
    for edit in STRUCTURE:
        edit.do(mini / edit.path)
        page = mini / edit.path
        page.write_text(re.sub(r'"[0-9a-f]{8}"', '"00000000"', page.read_text("utf-8")), "utf-8")
    assert report(check.problems(load.load(settings_for(mini))), "docs") == "0 problems"


@pytest.mark.parametrize("edit", ALONE.values(), ids=ALONE.keys())
def test_one_fault_is_told_once_at_its_own_line(mini: Path, settings_for: Callable[[Path], Settings], edit: Edit) -> None:
    edit.do(mini / edit.path)
    found = check.problems(load.load(settings_for(mini)))
    assert [problem.show("docs") for problem in found] == [f"docs/{path}:{line}: {text}" for path, line, text in edit.lines()]


@pytest.mark.parametrize("edit", TOLD.values(), ids=TOLD.keys())
def test_what_readers_would_stumble_on_is_told(mini: Path, settings_for: Callable[[Path], Settings], edit: Edit) -> None:
    edit.do(mini / edit.path)
    found = check.problems(load.load(settings_for(mini)))
    for path, line, _ in edit.lines():
        assert any(problem.path == path and line <= problem.line <= line + 1 for problem in found), found


def test_a_warning_is_told_and_fails_nothing(mini: Path) -> None:
    (mini / "_data/limits.yml").write_text("lix: [0, 1]\n", "utf-8")
    result = run(mini)
    *warnings, last = result.stdout.splitlines()
    assert all(line.startswith("warning: docs/") and ": readability: LIX" in line for line in warnings)
    assert last == f"0 problems, {len(warnings)} warnings" and warnings
    assert result.returncode == 0
