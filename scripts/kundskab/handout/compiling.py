"""Typst code to PDF: checked, counted, and kept until something that it is made of changes.

What else Typst makes, `kundskab.pictures`, is compiled, kept and forgotten here too.
"""

import hashlib
import re
import tempfile
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Literal

import typst

from kundskab.handout.fonts import WHEELS, fonts
from kundskab.handout.typesetting import Unsettable
from kundskab.settings import writable
from kundskab.workers import unforkable

STANDARD: Literal["ua-1"] = "ua-1"
TEMPLATE = "handout.typ"
MAIN = "main.typ"
PAGE_COUNT = "#context [#metadata(str(counter(page).final().first())) <page-count>]"
HEAD, FOOT = b"%PDF-", b"%%EOF"
KEPT = re.compile(r"([0-9a-f]{40})(?:-(\d+)\.pdf|\.png)")


@dataclass(frozen=True, slots=True)
class Document:
    """A handout ready to be set: Typst code and the images that it names, dated.

    `path` is the page to name in a message, where none of `texts` (those of its pages, by path) holds what is wrong.
    """

    path: str
    code: str
    images: Mapping[str, bytes]
    date: date
    texts: Mapping[str, str] = field(default_factory=dict)

    @property
    def digest(self) -> str:
        """Of all that the PDF is made of: code, images, template, Typst and fonts; 40 hexadecimal digits."""
        return digest(self.images, self.code, str(self.date), template(), STANDARD, PAGE_COUNT)


def digest(images: Mapping[str, bytes], *texts: str) -> str:
    """Of some texts, of images and their names, and of Typst and the fonts; 40 hexadecimal digits."""
    found = hashlib.sha256()
    programs = [f"{name} {version(name)}" for name in ("typst", *WHEELS)]
    names = sorted(images)
    for part in (*(text.encode() for text in (*texts, *programs, *names)), *(images[name] for name in names)):
        found.update(len(part).to_bytes(8, "big") + part)
    return found.hexdigest()[:40]


def made(document: Document, kept: Path | None = None) -> tuple[bytes, int]:
    """PDF/UA-1 and its number of pages; from the folder `kept` where it was made before. Raises Unsettable."""
    own = document.digest
    for found in kept.glob(f"{own}-*.pdf") if kept else ():
        pdf = found.read_bytes() if found.is_file() else b""
        if pdf.startswith(HEAD) and pdf.rstrip().endswith(FOOT) and (name := KEPT.fullmatch(found.name)):
            return pdf, int(name[2])
        found.unlink(missing_ok=True)
    try:
        pdf, pages = compile_pdf(document.code, document.images, document.date)
    except typst.TypstError as error:
        path = _guilty(document, str(error))
        raise Unsettable(f"{path}: the handout cannot be set: {error}; change the text that it names") from error
    if kept:
        keep(kept / f"{own}-{pages}.pdf", pdf)
    return pdf, pages


def keep(path: Path, content: bytes) -> None:
    """Write a file so that it is never seen in part; where nothing can be kept, it is not."""
    if not writable(path.parent):
        return
    with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".part", delete=False) as part:
        part.write(content)
    Path(part.name).replace(path)


def forget(kept: Path, digests: Collection[str]) -> None:
    """Delete what has these digests."""
    for path in kept.glob("*") if digests else ():
        if (name := KEPT.fullmatch(path.name)) and name[1] in digests:
            path.unlink(missing_ok=True)


def compile_pdf(code: str, images: Mapping[str, bytes], day: date) -> tuple[bytes, int]:
    """PDF/UA-1 from Typst code and the images it names, dated `day`; and its number of pages.

    Raises typst.TypstError, also for what Typst only warns of (a missing glyph, an unknown font).
    """
    stamp = datetime(day.year, day.month, day.day, tzinfo=UTC)
    with compiler({TEMPLATE: template().encode(), MAIN: f"{code}\n{PAGE_COUNT}".encode(), **images}) as typesetter:
        pdf, warnings = typesetter.compile_with_warnings(format="pdf", pdf_standards=[STANDARD], timestamp=int(stamp.timestamp()))
        strict(warnings)
        pages = int(typesetter.query("<page-count>", field="value", one=True).strip('"'))
    assert isinstance(pdf, bytes)
    return pdf, pages


@contextmanager
def compiler(contents: Mapping[str, bytes]) -> Iterator[typst.Compiler]:
    """Typst with our fonts alone and these files alone, by name; it begins with `main.typ`."""
    unforkable()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for name, content in contents.items():
            (root / name).write_bytes(content)
        yield typst.Compiler(str(root / MAIN), root=str(root), font_paths=fonts(), package_path=str(root / "none"))


def strict(warnings: Sequence[typst.TypstWarning]) -> None:
    """Raise typst.TypstError for what Typst only warns of."""
    if warnings:
        raise typst.TypstError("; ".join(str(warning.message) for warning in warnings), "")


def _guilty(document: Document, message: str) -> str:
    """The page that holds what a message quotes."""
    quoted = re.findall(r'"([^"`]+)"', message)
    return next((path for path, text in document.texts.items() if any(one in text for one in quoted)), document.path)


def template() -> str:
    """The look of all that Typst makes here, for `import "handout.typ"`."""
    return (files(__package__) / TEMPLATE).read_text("utf-8")
