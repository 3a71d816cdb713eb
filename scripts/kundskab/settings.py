"""What mkdocs.yml says to the core: languages, addresses, the organisation, the Markdown extensions."""

import hashlib
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

CONFIGURATION = "mkdocs.yml"
PROJECT = Path(__file__).resolve().parents[2]
CACHE = Path(os.environ.get("KUNDSKAB_CACHE", PROJECT / ".cache"))
"""What may be deleted at any time."""


@dataclass(frozen=True, slots=True)
class Settings:
    """`languages` maps codes to their own names, the default first; `fallbacks` the order in which others step in.

    `version` tells the file that they come from, as it was read, from any other.
    """

    languages: Mapping[str, str]
    fallbacks: Mapping[str, Sequence[str]]
    site_name: str
    site_url: str
    organisation: str
    contact: str
    report: str
    extensions: Sequence[str | dict[str, Any]]
    docs: Path
    version: str


def writable(folder: Path) -> Path | None:
    """A folder of the cache, made where it is not there; None where nothing can be written."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return None
    return folder if os.access(folder, os.W_OK) else None


class Invalid(ValueError):
    """Settings that cannot be used; all that is wrong, one a line."""


class _Loader(yaml.CSafeLoader):
    """Reads MkDocs' own tags (`!ENV`, `!relative`, `!!python/…`) as null: the core uses none of them."""


_Loader.add_multi_constructor("", lambda loader, suffix, node: None)


def read(project: Path = PROJECT, docs: Path | None = None) -> Settings:
    """Read the settings of a project; `docs` overrides its content folder. Raises Invalid."""
    content = (project / CONFIGURATION).read_bytes()
    data = yaml.load(content, _Loader)
    if faults := list(_faults(data)):
        raise Invalid("\n".join(f"{CONFIGURATION}: {fault}" for fault in faults))
    plugins = {name: options for entry in data["plugins"] if isinstance(entry, dict) for name, options in entry.items()}
    entries = sorted(plugins["i18n"]["languages"], key=lambda entry: not entry.get("default", False))
    languages = {entry["locale"]: entry["name"] for entry in entries}
    extra = data["extra"]
    return Settings(
        languages=languages,
        fallbacks={code: _order(code, languages, extra.get("fallbacks", {})) for code in languages},
        site_name=data["site_name"],
        site_url=data["site_url"].rstrip("/") + "/",
        organisation=extra["organisation"],
        contact=extra["contact"],
        report=extra["report"],
        extensions=data["markdown_extensions"],
        docs=docs or project / data.get("docs_dir", "docs"),
        version=hashlib.blake2b(content, digest_size=12).hexdigest(),
    )


def _faults(data: Any) -> Iterator[str]:
    if not isinstance(data, dict):
        yield "not keys and values; restore it from the last good version"
        return
    extra = data.get("extra") or {}
    for key in ("site_name", "site_url", "plugins", "markdown_extensions"):
        if not data.get(key):
            yield f"{key}: missing; add it"
    for key in ("organisation", "contact", "report"):
        if not isinstance(extra.get(key), str):
            yield f"extra.{key}: missing; add it, as a text"
    if not re.match(r"https?://[^/\s]+", str(data.get("site_url"))):
        yield f"site_url: {data.get('site_url')!r} is not an address; begin it with https://"
    if not any(isinstance(entry, dict) and "i18n" in entry for entry in data.get("plugins") or ()):
        yield "plugins: i18n is missing; it lists the languages"


def _order(code: str, languages: Mapping[str, str], stated: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """The languages shown where `code` is missing: those stated, then the others."""
    order = [other for other in stated.get(code, ()) if other in languages]
    return (*order, *(other for other in languages if other != code and other not in order))
