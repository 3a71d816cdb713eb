"""Our build against those of others, side by side: the same articles in libraries of several sizes."""

import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import fmean

from kundskab.bench import builders, growth, machine, processes
from kundskab.bench.builders import BUILDERS, SITE, Builder, Library
from kundskab.bench.growth import Build
from kundskab.browsing import Unavailable
from kundskab.load import load
from kundskab.settings import Settings

FIRST = 3
"""Articles of a library that is built first and not measured, so that no program is read from the disk for the first time."""
ABOUT = """\
The same articles, made by one program after the other, each in processes of its own. Kundskab also checks the content and makes
search, pictures for links and, of a library that is not too large for it, a printed book, so that it does more at the small sizes;
it begins with nothing kept, then builds again. MkDocs has Material, static-i18n and Material's search, with the whole navigation on
every page or, pruned, with `navigation.prune`. Zensical knows no languages: it makes three sites. Hugo has a theme of ours with a
pruned navigation, and no search.

Seconds are the clock's, CPU seconds those of all processors; MB are the most that a program's processes had at once; a page's kB
are the HTML of an article, on average. A build that took more than {limit:g} seconds was ended and is left out."""


def compared(settings: Settings, sizes: Sequence[int], names: Sequence[str], limit: float) -> Iterator[str]:
    """The report's parts in Markdown, as they are measured. Raises Unavailable."""
    yield f"# Builds side by side\n\n{machine()}; {builders.versions()}\n\n{ABOUT.format(limit=limit)}"
    knowledge = load(settings).knowledge
    for name in names:
        _built(BUILDERS[name], Library(settings, knowledge, FIRST), limit)
    figures: dict[tuple[str, int], Build] = {}
    for size in sorted(sizes):
        for name in names:
            made = _built(BUILDERS[name], Library(settings, knowledge, size), limit)
            figures |= {(build, size): took for build, took in made.items()}
        yield growth.sizes(figures, size, len(settings.languages))
    yield from filter(None, (growth.growth(figures), growth.asked(figures)))


def measured(builder: Builder, library: Library, folder: Path, limit: float) -> Iterator[tuple[str, Build]]:
    """Its builds in an empty folder, by their names, with what they took; up to the first that takes more than `limit` seconds."""
    commands = builder.ready(library, folder)
    for name, change in builder.runs.items():
        change(library, folder)
        try:
            taken = [one for command in commands if (one := processes.taken(command, folder, limit))]
        except processes.Failed as error:
            raise Unavailable(f"{name} failed: {error}") from error
        if len(taken) < len(commands):
            break
        seconds, cpu = sum(one.seconds for one in taken), sum(one.cpu for one in taken)
        html = fmean(page.stat().st_size for page in _pages(folder / SITE, library))
        yield name, Build(seconds, cpu, max(one.peak for one in taken), html)


def _built(builder: Builder, library: Library, limit: float) -> dict[str, Build]:
    with tempfile.TemporaryDirectory() as folder:
        return dict(measured(builder, library, Path(folder), limit))


def _pages(site: Path, library: Library) -> list[Path]:
    """The articles' pages. Raises Unavailable where some are missing."""
    pages = list(site.rglob("story-*/index.html"))
    wanted = library.count * len(library.knowledge.languages)
    if len(pages) != wanted:
        raise Unavailable(f"{len(pages)} of {wanted} articles have a page in {site}; look what the program says")
    return pages
