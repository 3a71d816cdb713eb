"""A library of so many articles, the same on every run, and the same pages as any MkDocs site has them.

Their sentences are those of our own articles in another order, with a table, an admonition, footnotes and links.
"""

import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from pathlib import Path
from random import Random

import yaml

from kundskab import markup, stamp
from kundskab.knowledge import Knowledge
from kundskab.load import load
from kundskab.settings import Settings

FOLDER = "articles"
SECTIONS = ("point", "story", "lessons", "use")
"""Those of an article."""
LINKS = (5, 10)
SENTENCES, SHORT = 3, 60
"""How many make a paragraph; how many letters a sentence has that may stand in a cell."""
TERMS = 4
STORY, LESSONS = 3, 4
"""Paragraphs and list items."""
DAY = date(2026, 11, 22)
LIMITS = "words: {article: [250, 900]}\nlix: [20, 50]\n"


@dataclass(frozen=True, slots=True)
class Article:
    """One language's page, its links as `[[id|words]]`."""

    id: str
    lang: str
    title: str
    summary: str
    tags: Sequence[str]
    body: str


@dataclass(frozen=True, slots=True)
class _Pool:
    """What one language's articles are made of: whole sentences, those among them that are short, titles, names."""

    sentences: Sequence[str]
    short: Sequence[str]
    titles: Sequence[str]
    terms: Sequence[str]
    headings: Mapping[str, str]


def articles(knowledge: Knowledge, count: int) -> Iterator[Article]:
    """So many in each language of a library that has some; the same plan in all of them."""
    pools = {lang: _pool(knowledge, lang) for lang in knowledge.languages}
    for number in range(count):
        random = Random(number)
        links = {(number + 1) % count, *random.sample(range(count), min(count, random.randint(*LINKS)))} - {number}
        for lang, pool in pools.items():
            yield _article(number, lang, pool, [name(other) for other in sorted(links)])


def name(number: int) -> str:
    return f"story-{number}"


def write(settings: Settings, count: int, docs: Path) -> None:
    """The library as our own content folder: the articles, a front page, a glossary and all that uses its terms, our data."""
    knowledge = load(settings).knowledge
    for folder in ("_data", "assets"):
        shutil.copytree(settings.docs / folder, docs / folder)
    shutil.rmtree(docs / "_data" / "search")  # its words are not all in use here
    (docs / "_data" / "areas.yml").write_text("[]\n", "utf-8")
    (docs / "_data" / "limits.yml").write_text(LIMITS, "utf-8")
    for lang in settings.languages:
        (docs / lang / FOLDER).mkdir(parents=True)
        terms = "\n".join(f"- {one.wordings[lang].preferred}: {one.wordings[lang].definition}" for one in knowledge.terms)
        for id, text in (("index", f"[[{name(0)}]]"), ("about", terms), ("glossary", "")):
            page = knowledge.concepts[id].pages[lang]
            front = (settings.docs / page.path).read_text("utf-8").split("---\n")[1]
            (docs / page.path).write_text(f"---\n{front}---\n\n" + (text and f"## {lang} {{#what}}\n\n{text}\n"), "utf-8")
    for article in articles(knowledge, count):
        path = docs / article.lang / FOLDER / f"{article.id}.md"
        path.write_text(f"---\n{_front_matter(article, knowledge.languages[0])}---\n\n{article.body}", "utf-8")
    made = load(replace(settings, docs=docs)).knowledge
    stamp.stamp(made, docs, sorted(made.concepts), made.languages, DAY)


def edit(docs: Path, lang: str) -> None:
    """Change a sentence of one article in a folder that `write` has made."""
    path = docs / lang / FOLDER / f"{name(0)}.md"
    before, heading, text = path.read_text("utf-8").partition(f"{{#{SECTIONS[0]}}}\n\n")
    first, second = markup.sentences(text)[:2]
    path.write_text(before + heading + text.replace(first, second, 1), "utf-8")


def _front_matter(article: Article, original: str) -> str:
    data: dict[str, object] = {"title": article.title, "summary": article.summary, "terms": list(article.tags)}
    if article.lang != original:
        data["translated"] = {"from": original, "on": DAY, "sections": {}}
    else:
        source = {name: "unknown" for name in ("title", "author", "published")}
        data["source"] = {**source, "language": original, "file": "article.txt", "sha256": "0" * 64}
        data |= {"owner": "sales", "added": DAY, "reviewed": DAY, "review_every": 180}
    return yaml.dump(data, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=1000)


class _Dumper(yaml.SafeDumper):
    """Writes every value out, as our front matter wants it."""

    def ignore_aliases(self, data: object) -> bool:
        return True


def _pool(knowledge: Knowledge, lang: str) -> _Pool:
    concepts = [one for kind in ("article", "principle") for one in knowledge.of_type(kind) if lang in one.pages]
    pages = [one.pages[lang] for one in concepts]
    texts = [
        section.text for page in pages for section in page.body.sections if section.level == 2 and "### " not in section.text
    ]
    plain = [knowledge.plain(paragraph, lang) for text in texts for _, paragraph in markup.paragraphs(text)]
    sentences = list(dict.fromkeys(one for text in plain for one in markup.sentences(text) if one.endswith(".")))
    return _Pool(
        sentences=sentences,
        short=[one for one in sentences if len(one) <= SHORT],
        titles=[page.meta.title for page in pages],
        terms=list(dict.fromkeys(term for page in pages for term in page.meta.terms)),
        headings={one.id: one.title for page in pages if page.type == "article" for one in page.body.sections},
    )


def _article(number: int, lang: str, pool: _Pool, links: Sequence[str]) -> Article:
    random = Random(f"{number} {lang}")
    way = iter([f" ([[{id}|{Random(id).choice(pool.titles)}]])" for id in links])

    def said(count: int = SENTENCES) -> str:
        return " ".join(random.sample(pool.sentences, count))

    def linking() -> str:
        return said() + "".join(islice(way, 2))

    rows = [[random.choice(pool.titles), *random.sample(pool.short, 2)] for _ in range(4)]
    table = ["| | | |", "| --- | --- | ---: |", *(f"| {' | '.join(row)} |" for row in rows)]
    parts = {
        "point": [linking()],
        "story": [
            *(linking() for _ in range(STORY)),
            f"### {random.choice(pool.titles)} {{#more}}",
            linking() + "[^1]",
            f'!!! note "{random.choice(pool.titles)}"\n    {said()}',
            "\n".join(table),
        ],
        "lessons": ["\n".join(f"- **{random.choice(pool.titles)}.** {linking()}" for _ in range(LESSONS))],
        "use": [said() + "[^2]", f"[^1]: {said(1)}", f"[^2]: {said(1)}"],
    }
    text = [part for id, own in parts.items() for part in (f"## {pool.headings[id]} {{#{id}}}", *own)]
    title = f"{random.choice(pool.titles)} {number + 1}"
    return Article(
        name(number), lang, title, random.choice(pool.short), random.sample(pool.terms, TERMS), "\n\n".join(text) + "\n"
    )
