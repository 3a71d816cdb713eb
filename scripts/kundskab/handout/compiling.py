"""Typst code to PDF: checked, counted, and kept until something that it is made of changes."""

import hashlib
import re
import tempfile
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Literal

import typst

from kundskab.handout.fonts import WHEELS, fonts
from kundskab.handout.typesetting import Unsettable

STANDARD: Literal["ua-1"] = "ua-1"
TEMPLATE = "handout.typ"
PAGE_COUNT = "#context [#metadata(str(counter(page).final().first())) <page-count>]"
HEAD, FOOT = b"%PDF-", b"%%EOF"
KEPT = re.compile(r"([0-9a-f]{40})-(\d+)\.pdf")


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
        found = hashlib.sha256()
        programs = [f"{name} {version(name)}" for name in ("typst", *WHEELS)]
        parts = [
            self.code,
            str(self.date),
            _template(),
            STANDARD,
            PAGE_COUNT,
            *programs,
            *sorted(self.images),
        ]
        for part in (*(text.encode() for text in parts), *(self.images[name] for name in sorted(self.images))):
            found.update(len(part).to_bytes(8, "big") + part)
        return found.hexdigest()[:40]


def made(document: Document, kept: Path | None = None) -> tuple[bytes, int]:
    """PDF/UA-1 and its number of pages; from the folder `kept` where it was made before. Raises Unsettable."""
    digest = document.digest
    for found in kept.glob(f"{digest}-*.pdf") if kept else ():
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
        kept.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=kept, suffix=".part", delete=False) as part:
            part.write(pdf)
        Path(part.name).replace(kept / f"{digest}-{pages}.pdf")
    return pdf, pages


def forget(kept: Path, digests: Collection[str]) -> None:
    """Delete what was made before, but for the documents of these digests."""
    for path in kept.glob("*.pdf"):
        if (name := KEPT.fullmatch(path.name)) and name[1] not in digests:
            path.unlink(missing_ok=True)


def compile_pdf(code: str, images: Mapping[str, bytes], day: date) -> tuple[bytes, int]:
    """PDF/UA-1 from Typst code and the images it names, dated `day`; and its number of pages.

    Raises typst.TypstError, also for what Typst only warns of (a missing glyph, an unknown font).
    """
    stamp = datetime(day.year, day.month, day.day, tzinfo=UTC)
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / TEMPLATE).write_text(_template(), "utf-8")
        (root / "main.typ").write_text(f"{code}\n{PAGE_COUNT}", "utf-8")
        for name, content in images.items():
            (root / name).write_bytes(content)
        compiler = typst.Compiler(str(root / "main.typ"), root=str(root), font_paths=fonts(), package_path=str(root / "none"))
        pdf, warnings = compiler.compile_with_warnings(format="pdf", pdf_standards=[STANDARD], timestamp=int(stamp.timestamp()))
        if warnings:
            raise typst.TypstError("; ".join(str(warning.message) for warning in warnings), "")
        pages = int(compiler.query("<page-count>", field="value", one=True).strip('"'))
    assert isinstance(pdf, bytes)
    return pdf, pages


def _guilty(document: Document, message: str) -> str:
    """The page that holds what a message quotes."""
    quoted = re.findall(r'"([^"`]+)"', message)
    return next((path for path, text in document.texts.items() if any(one in text for one in quoted)), document.path)


def _template() -> str:
    return (files(__package__) / TEMPLATE).read_text("utf-8")
