"""How the code and the colours are kept: ruff, mypy, contrast (WCAG 2.2 AA)."""

import re
import subprocess
import sys
from collections.abc import Iterator

import pytest
import yaml

from kundskab.settings import PROJECT

STYLES = PROJECT / "overrides/stylesheets/kundskab.css"
TEXT, SHAPE = 4.5, 3.0


@pytest.mark.parametrize(
    "command",
    [("ruff", "format", "--check", "scripts", "tests"), ("ruff", "check", "scripts", "tests"), ("mypy",)],
    ids=lambda command: " ".join(command[:2]),
)
def test_code_is_formatted_linted_and_typed(command: tuple[str, ...]) -> None:
    made = subprocess.run([sys.executable, "-m", *command], cwd=PROJECT, capture_output=True, text=True)
    assert made.returncode == 0, f"run scripts/lint\n{made.stdout}{made.stderr}"


Colour = tuple[float, ...]


def rgb(value: str) -> Colour:
    return tuple(int(value[i : i + 2], 16) / 255 for i in (1, 3, 5))


def luminance(colour: Colour) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: Colour, other: Colour) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def tokens() -> dict[str, tuple[Colour, Colour]]:
    """Each colour token on light and on dark ground; the areas' from their data file."""
    css = STYLES.read_text("utf-8")
    found = re.findall(r"--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)", css)
    areas = yaml.safe_load((PROJECT / "docs/_data/areas.yml").read_text("utf-8"))
    return {name: (rgb(a), rgb(b)) for name, a, b in [*found, *((f"area {x['id']}", x["light"], x["dark"]) for x in areas)]}


def mixed(colour: Colour, share: float, ground: Colour) -> Colour:
    return tuple(c * share + g * (1 - share) for c, g in zip(colour, ground, strict=True))


def pairs() -> Iterator[tuple[str, float, float]]:
    """(what, contrast, the least it must have) for every pair of colours that the styles put on each other."""
    found = tokens()
    areas = [name for name in found if name.startswith("area ")]
    for scheme, index in (("light", 0), ("dark", 1)):
        colour = {name: both[index] for name, both in found.items()}
        grounds = {name: colour[name] for name in ("paper", "surface", "sunk")}
        washes = {f"wash of {name}": mixed(colour[name], 0.11, colour["surface"]) for name in [*areas, "link"]}
        washes |= {f"notice in {name}": mixed(colour[name], 0.13, colour["surface"]) for name in ("info", "warn")}
        for ground, value in (grounds | washes).items():
            for name in ("ink", "muted", "link"):
                yield f"{scheme}: {name} on {ground}", contrast(colour[name], value), TEXT
        for name in [*areas, "info", "warn"]:
            yield f"{scheme}: {name} on paper", contrast(colour[name], colour["paper"]), TEXT
        for name in areas:
            yield f"{scheme}: {name} on its wash", contrast(colour[name], washes[f"wash of {name}"]), TEXT
        for ground in ("paper", "surface"):
            for name in ("edge", "rowan"):
                yield f"{scheme}: {name} on {ground}", contrast(colour[name], colour[ground]), SHAPE


def test_every_pair_of_colours_can_be_read() -> None:
    found = list(pairs())
    assert len(found) > 60
    assert [f"{what}: {ratio:.2f} < {least}" for what, ratio, least in found if ratio < least] == []


def test_styles_keep_to_the_rules() -> None:
    css = STYLES.read_text("utf-8")
    assert "!important" not in css
    templates = [*(PROJECT / "overrides").glob("*.html"), *(PROJECT / "overrides/javascripts").glob("*.js")]
    used = "".join(path.read_text("utf-8") for path in templates)
    assert [name for name in sorted(set(re.findall(r"\.(k-[a-z]+)", css))) if name not in used] == [], "styles that nothing uses"
    assert re.findall(r"(?:margin|padding)-(?:left|right|top|bottom)\s*:", css) == [], "logical properties"
