"""The agreements of the design about our own code: who imports whom, which verbs there are, how long a function is."""

import ast
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from kundskab import verbs
from kundskab.settings import PROJECT

SCRIPTS = PROJECT / "scripts"
PACKAGE = SCRIPTS / "kundskab"
SOURCES = sorted(SCRIPTS.rglob("*.py"))
LONGEST = 60


def name(source: Path) -> str:
    return source.relative_to(SCRIPTS).as_posix()


def imported(source: Path) -> Iterator[str]:
    """The full names of all that a file imports, also inside functions and by name at run time."""
    for node in ast.walk(ast.parse(source.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(source.relative_to(SCRIPTS).parts[: -node.level]) if node.level else ""
            module = ".".join(filter(None, (base, node.module)))
            yield from (f"{module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith(("import_module", "__import__")):
            yield from (str(argument.value) for argument in node.args if isinstance(argument, ast.Constant))


def test_every_script_is_a_verb_and_every_verb_a_script() -> None:
    scripts = {path.name for path in SCRIPTS.iterdir() if path.is_file() and not path.suffix}
    assert scripts == set(verbs.main.commands)
    assert [script for script in sorted(scripts) if not os.access(SCRIPTS / script, os.X_OK)] == []


def test_only_the_website_imports_mkdocs() -> None:
    found = {
        name(source): module
        for source in SOURCES
        if not source.is_relative_to(PACKAGE / "website")
        for module in imported(source)
        if re.match(r"(mkdocs|mkdocs_\w+|material|pymdownx)(\.|$)", module)
    }
    assert found == {}


def order() -> list[str]:
    """The modules and folders of the package in the order of its README's table."""
    readme = (PACKAGE / "README.md").read_text("utf-8")
    return re.findall(r"^\| `([\w/]+(?:\.py|/))`", readme, re.M)


def place(source: Path, names: list[str]) -> int | None:
    """Where a module stands in the order: itself, or the folder it is in."""
    path = source.relative_to(PACKAGE).as_posix()
    folder = path.partition("/")[0] + "/"
    return names.index(path) if path in names else names.index(folder) if folder in names else None


def ours(module: str) -> Path | None:
    """The file of a module of the package, or of the module that an imported name is in."""
    path = SCRIPTS.joinpath(*module.split("."))
    found = [path.with_suffix(".py"), path / "__init__.py", path.parent.with_suffix(".py")]
    return next((file for file in found if file.is_file() and file.is_relative_to(PACKAGE)), None)


def test_the_readme_lists_every_module_and_nothing_else() -> None:
    names = order()
    assert [name(source) for source in SOURCES if source.is_relative_to(PACKAGE) and place(source, names) is None] == [
        "kundskab/__init__.py"
    ]
    assert [listed for listed in names if not (PACKAGE / listed).exists()] == []


def test_a_module_imports_only_what_stands_before_it() -> None:
    names = order()
    wrong = []
    for source in SOURCES:
        own = place(source, names) if source.is_relative_to(PACKAGE) else len(names)
        for module in imported(source):
            other = ours(module)
            if other is None or own is None or other.parent == source.parent != PACKAGE:
                continue
            theirs = place(other, names)
            if theirs is not None and theirs >= own:
                wrong.append(f"{name(source)} imports {name(other)}")
    assert wrong == []


@pytest.mark.parametrize("source", SOURCES, ids=name)
def test_no_function_is_longer_than_a_page(source: Path) -> None:
    functions = [node for node in ast.walk(ast.parse(source.read_text("utf-8"))) if isinstance(node, ast.FunctionDef)]
    lengths = {function.name: (function.end_lineno or 0) - function.lineno + 1 for function in functions}
    assert {function: length for function, length in lengths.items() if length > LONGEST} == {}
