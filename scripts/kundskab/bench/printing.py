"""Our handouts against WeasyPrint: the same pages, contents and page references, each set by a process of its own.

Both begin with what their program reads: ours with Typst code, WeasyPrint with HTML and CSS. A third process does all of ours, from
Markdown on.
"""

import html
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import lxml.html

from kundskab import load
from kundskab import settings as settings_of
from kundskab.bench import machine
from kundskab.bench.model import generate
from kundskab.browsing import Unavailable
from kundskab.handout import editions, handouts
from kundskab.handout.fonts import folders
from kundskab.knowledge import Knowledge
from kundskab.render import Links, Place, Renderer, undrawn
from kundskab.settings import Settings

LANG = "da"
SIZES = (8, 190)
"""Principles in a handout: with cover, contents and last page some ten pages, and some two hundred."""
TIMES = 3

CSS = """
@page { size: A4; margin: 24mm 22mm 24mm 26mm; @bottom-right { content: "side " counter(page) " af " counter(pages) } }
@page :first { @bottom-right { content: none } }
body { font: 10.5pt/1.5 "Source Serif Pro", serif; hyphens: auto }
h1, h2, h3 { hyphens: none; break-after: avoid }
.page { break-before: page }
nav a::after { content: leader(".") target-counter(attr(href), page) }
.page a[href^="#"]::after { content: " (side " target-counter(attr(href), page) ")" }
"""

OURS = """
import datetime, pathlib, sys
from kundskab.handout.compiling import compile_pdf
folder = pathlib.Path(sys.argv[1])
images = {path.name: path.read_bytes() for path in (folder / "images").iterdir()}
day = datetime.date.fromisoformat((folder / "date").read_text())
pathlib.Path(sys.argv[2]).write_bytes(compile_pdf((folder / "code.typ").read_text("utf-8"), images, day)[0])
"""
PEER = """
import sys, weasyprint
weasyprint.HTML(sys.argv[1]).write_pdf(sys.argv[2], stylesheets=[weasyprint.CSS(sys.argv[3])], pdf_variant="pdf/ua-1")
"""
WHOLE = "import sys; from kundskab.bench import printing; printing.from_markdown(*sys.argv[1:])"
MEASURED = """
import resource, subprocess, sys, time
start = time.perf_counter()
ended = subprocess.run(sys.argv[1:])
print(time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, ended.returncode)
"""


def compared(settings: Settings) -> str:
    """The table. Raises Unavailable where WeasyPrint or what it needs of the machine is missing."""
    lines = [machine()]
    with tempfile.TemporaryDirectory() as folder:
        docs = Path(folder) / "docs"
        shutil.copytree(settings.docs, docs)
        generate(settings, docs, max(SIZES))
        article = next(concept.original.path for concept in load.load(settings).knowledge.of_type("article"))
        shutil.copy(settings.docs / article, (docs / article).with_name("source.md"))
        conf = replace(settings, docs=docs)
        knowledge = load.load(conf).knowledge
        for size in SIZES:
            lines += _compared(conf, knowledge, size, Path(folder) / str(size))
    return "\n".join(lines)


def from_markdown(docs: str, ids: str, target: str) -> None:
    """Read a library, render its pages and set them."""
    conf = replace(settings_of.read(), docs=Path(docs))
    knowledge = load.load(conf).knowledge
    edition = editions.choice(knowledge, json.loads(ids), LANG, "Bench")
    Path(target).write_bytes(handouts.make(conf, knowledge, [edition])[0].pdf)


def _compared(settings: Settings, knowledge: Knowledge, size: int, folder: Path) -> list[str]:
    ids = [f"idea-{number}" for number in range(size)]
    (folder / "images").mkdir(parents=True)
    document = handouts.document(settings, knowledge, editions.choice(knowledge, ids, LANG, "Bench"))
    (folder / "code.typ").write_text(document.code, "utf-8")
    (folder / "date").write_text(document.date.isoformat(), "utf-8")
    for name, content in document.images.items():
        (folder / "images" / name).write_bytes(content)
    (folder / "peer.html").write_text(_html(settings, knowledge, ids), "utf-8")
    faces = [f'@font-face {{ font-family: "Source Serif Pro"; src: url("{path.as_uri()}") }}' for path in _regular()]
    (folder / "peer.css").write_text("\n".join([*faces, CSS]), "utf-8")
    ours, all_of_ours, theirs = (folder / f"{name}.pdf" for name in ("ours", "whole", "peer"))
    runs: Sequence[tuple[str, list[str], Path]] = (
        ("Kundskab", ["-c", OURS, str(folder), str(ours)], ours),
        ("WeasyPrint", ["-c", PEER, str(folder / "peer.html"), str(theirs), str(folder / "peer.css")], theirs),
        (
            "Kundskab, from Markdown",
            ["-c", WHOLE, str(settings.docs), json.dumps(ids), str(all_of_ours)],
            all_of_ours,
        ),
    )
    figures = [(name, *_measured(command), path) for name, command, path in runs]
    first = figures[0][1]
    head = f"{'':<26}{'pages':>7}{'seconds':>10}{'ratio':>8}{'peak MB':>10}{'kB':>8}{'kB for 15':>11}"
    return ["", head, *(_line(name, seconds, first, peak, path) for name, seconds, peak, path in figures)]


def _line(name: str, seconds: float, first: float, peak: float, path: Path) -> str:
    from pypdf import PdfReader

    pages, size = len(PdfReader(path).pages), path.stat().st_size / 1000
    return f"{name:<26}{pages:>7}{seconds:>10.2f}{seconds / first:>7.2f}×{peak:>10.0f}{size:>8.0f}{size / pages * 15:>11.0f}"


def _measured(command: list[str]) -> tuple[float, float]:
    """The best of some runs' seconds, and the peak in MB, of a whole process."""
    best, peak = float("inf"), 0.0
    for _ in range(TIMES):
        run = subprocess.run(
            [sys.executable, "-c", MEASURED, sys.executable, *command], capture_output=True, text=True, check=True
        )
        seconds, kilobytes, code = run.stdout.split()[-3:]
        if code != "0":
            hint = "; it needs Debian's libpango-1.0-0 and libpangoft2-1.0-0" if PEER in command else ""
            raise Unavailable(run.stderr.strip() + hint)
        best, peak = min(best, float(seconds)), max(peak, float(kilobytes) / 1024)
    return best, peak


def _html(settings: Settings, knowledge: Knowledge, ids: Sequence[str]) -> str:
    """The same pages for the peer: title, summary, text, with links among them as page references."""
    inside = {settings.site_url + knowledge.address(id, LANG): id for id in ids}
    renderer = Renderer(settings.extensions, Links(knowledge, href=_href(settings, inside)))
    made, contents = [], []
    for id in ids:
        page = knowledge.page(id, LANG)
        text = renderer.html(undrawn(page, (), without=("relations",)), Place(page, LANG, knowledge.address(id, LANG)))
        title = html.escape(page.meta.title)
        contents.append(f'<li><a href="#{id}">{title}</a></li>')
        made.append(
            f'<section class="page" id="{id}"><h1>{title}</h1><p>{html.escape(page.meta.summary)}</p>{_unique(text, id)}</section>'
        )
    cover = f'<h1>Bench</h1><nav class="page"><ul>{"".join(contents)}</ul></nav>'
    return f'<!doctype html><html lang="{LANG}"><meta charset="utf-8"><title>Bench</title>{cover}{"".join(made)}</html>'


def _href(settings: Settings, inside: dict[str, str]) -> Callable[[Place, str], str]:
    def href(place: Place, address: str) -> str:
        url = settings.site_url + address
        return f"#{inside[url]}" if url in inside else url

    return href


def _unique(text: str, id: str) -> str:
    """A page's HTML with ids that are its own."""
    root = lxml.html.fragment_fromstring(text, create_parent="div")
    for element in root.xpath(".//*[@id]"):
        element.set("id", f"{id}--{element.get('id')}")
    return str(lxml.html.tostring(root, encoding="unicode"))


def _regular() -> list[Path]:
    return [path for folder in folders() for path in Path(folder).glob("SourceSerifPro-Regular.otf")]
