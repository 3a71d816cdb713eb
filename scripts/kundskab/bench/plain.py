"""The corpus as any generator reads it: plain Markdown with relative links, in sections that a navigation can prune."""

import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import yaml

from kundskab import markup
from kundskab.bench.corpus import FOLDER, Article

SECTION = 25
"""Articles in one."""
BOX = re.compile(r'^!!! (\w+) "(.*)"\n((?: {4}.*\n)+)', re.M)


def write(articles: Iterable[Article], docs: Path, worded: Callable[[str], str] = str) -> None:
    """A folder for each language with the articles, each text as `worded` has it."""
    for article in articles:
        front = {"title": article.title, "description": article.summary, "tags": list(article.tags)}
        page(docs / article.lang / FOLDER / f"{place(article.id)}.md", front, worded(linked(article.body)))


def page(path: Path, front: Mapping[str, object], text: str = "") -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    matter = yaml.safe_dump(dict(front), allow_unicode=True, sort_keys=False, width=1000)
    path.write_text(f"---\n{matter}---\n\n{text}", "utf-8")


def place(id: str) -> str:
    """An article's section and name."""
    return f"part-{int(id.rpartition('-')[2]) // SECTION:02}/{id}"


def linked(text: str) -> str:
    """Relative links between the files instead of `[[id|words]]`."""
    return markup.CROSSLINK.sub(lambda link: f"[{link[3]}](../{place(link[1])}.md)", text)


def alerts(text: str) -> str:
    """Admonitions as the alerts that Hugo reads."""
    return BOX.sub(lambda box: f"> [!{box[1].upper()}] {box[2]}\n" + re.sub(r"^ {4}", "> ", box[3], flags=re.M), text)
