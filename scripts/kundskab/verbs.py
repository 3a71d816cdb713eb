"""The verbs: what each script does, and its options. `scripts/VERB` and `python -m kundskab VERB` both end here."""

import signal
import sys
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import click

from kundskab import settings as settings_of
from kundskab.problems import Broken, did_you_mean, report
from kundskab.settings import PROJECT, Settings
from kundskab.workers import Lost

FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
docs_option = click.option("--docs", type=FOLDER, help="Content folder to read instead of docs.")
site_option = click.option("--site", type=click.Path(file_okay=False, path_type=Path), help="Folder to write instead of site.")


class _Verbs(click.Group):
    """Tells what the file system refuses as a message: path, and why. Ctrl-C is heard from here on."""

    def invoke(self, ctx: click.Context) -> object:
        if hasattr(signal, "pthread_sigmask"):
            signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
        try:
            return super().invoke(ctx)
        except settings_of.Invalid as error:
            raise SystemExit(str(error)) from error
        except Lost as error:
            raise click.ClickException(str(error)) from error
        except OSError as error:
            raise click.ClickException(f"{error.filename or 'file'}: {error.strerror or error}") from error


@click.group(cls=_Verbs, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
def main() -> None:
    """Kundskab: from articles about selling to a site in Danish, Norwegian and Swedish."""


@main.command()
def install() -> None:
    """Make .venv from the locked requirements, with dictionaries ready to use. The only verb that uses the network."""
    from kundskab.dictionaries import dictionary

    for lang in settings_of.read().languages:
        dictionary(lang)
    click.echo("Installed.")


@main.command()
@docs_option
@click.option("--raw", type=FOLDER, help="Folder of raw articles: report any eight words in a row shared with them.")
def check(docs: Path | None, raw: Path | None) -> None:
    """Report every problem of the content as path:line: field: message; remedy. Edits nothing."""
    from kundskab import check as checking
    from kundskab.load import load

    settings = settings_of.read(docs=docs)
    try:
        tree = load(settings)
        found, doubts = checking.problems(tree, raw), checking.warnings(tree)
    except FileNotFoundError as error:
        raise click.ClickException(str(error)) from error
    click.echo(report(found, _short(settings.docs.absolute()), doubts))
    raise SystemExit(1 if found else 0)


@main.command()
@docs_option
def spell(docs: Path | None) -> None:
    """Report the words that neither hunspell's dictionaries nor docs/_data/words know, and files that cannot be read."""
    from kundskab import spelling
    from kundskab.load import load

    settings = settings_of.read(docs=docs)
    try:
        tree = load(settings)
        found = (*tree.problems, *spelling.misspelled(tree))
    except spelling.Unavailable as error:
        raise click.ClickException(str(error)) from error
    click.echo(report(found, _short(settings.docs.absolute())))
    raise SystemExit(1 if found else 0)


@main.command()
@docs_option
@click.argument("ids", nargs=-1)
@click.option("--all", "everything", is_flag=True, help="Every translation in the library.")
@click.option("--lang", "langs", multiple=True, help="Only these languages.")
def stamp(docs: Path | None, ids: tuple[str, ...], everything: bool, langs: tuple[str, ...]) -> None:
    """Say that the translations of IDS have been held against their originals as they are now."""
    from kundskab.load import load
    from kundskab.stamp import stamp as write

    settings = settings_of.read(docs=docs)
    knowledge = load(settings).knowledge
    _known("id", ids, knowledge.concepts)
    if not ids and not everything:
        raise click.UsageError("name the concepts, or give --all")
    _known("language", langs, knowledge.languages)
    chosen = sorted(knowledge.concepts) if everything else ids
    changed = write(knowledge, settings.docs, chosen, langs or knowledge.languages, date.today())
    if not changed:
        click.echo("nothing to stamp: the translations are current, or drafts")
    for path in changed:
        click.echo(f"stamped {_short(settings.docs.absolute())}/{path}")


@main.command()
@docs_option
@site_option
@click.option("--profile", is_flag=True, help="Also tell where the time went.")
def build(docs: Path | None, site: Path | None, profile: bool) -> None:
    """Check the content, then make the whole site with its search and handouts."""
    from kundskab import exchange
    from kundskab.progress import Bar
    from kundskab.website import building
    from kundskab.website import site as sites

    settings = settings_of.read(docs=docs)
    target = (site or PROJECT / "site").resolve()
    unchanged = f"Nothing was built; {_short(target)} is as it was."
    try:
        with Bar("Building") as bar:
            report = sites.build(settings, target, lambda text: click.echo(text, err=True), bar.show)
    except exchange.Refused as error:
        raise click.ClickException(str(error)) from error
    except Broken as error:
        raise SystemExit(f"{_told(error, settings)}\n{unchanged}") from error
    except building.Unmade as error:
        lines = [f"{_short(settings.docs.absolute())}/{line}" for line in str(error).splitlines()]
        raise SystemExit("\n".join([*lines, unchanged])) from error
    click.echo(f"Built {_short(target)}:")
    for line in (*report.summary(*building.COUNTED), *(report.profile() if profile else ())):
        click.echo(f"  {line}")


@main.command()
@docs_option
@click.option("--address", default="127.0.0.1:8000", show_default=True, help="Where to serve, as host:port.")
def serve(docs: Path | None, address: str) -> None:
    """Serve the site while you write: what you save is shown at once, and what is wrong is told."""
    from kundskab.website import serving

    host, _, port = address.rpartition(":")
    if not host or not port.isdecimal():
        raise click.BadParameter(f'"{address}" is no address; write it as 127.0.0.1:8000')
    try:
        serving.serve((docs or settings_of.read().docs).absolute(), host, int(port), lambda text: click.echo(text, err=True))
    except KeyboardInterrupt:
        click.echo("Ended.", err=True)


def _time(ctx: click.Context, option: click.Parameter, value: str) -> int:
    """Hours and minutes as minutes after midnight."""
    hours, _, minutes = value.partition(":")
    if not (hours.isdecimal() and len(minutes) == 2 and minutes.isdecimal() and int(hours) < 24 and int(minutes) < 60):
        raise click.BadParameter(f'"{value}" is not a time of day; write it as 9:00')
    return int(hours) * 60 + int(minutes)


def _ids(ctx: click.Context, option: click.Parameter, value: str | None) -> tuple[str, ...]:
    ids = tuple(id for part in (value or "").split(",") if (id := part.strip()))
    if value is not None and not ids:
        raise click.BadParameter("nothing is named; write names with commas between")
    return ids


@main.command()
@docs_option
@click.argument("ids", nargs=-1)
@click.option("--lang", "langs", multiple=True, help="Only these languages.")
@click.option("--edition", "kinds", multiple=True, help="Only these: participant, facilitator, nordic, list, cards, library.")
@click.option("--start", default="9:00", show_default=True, callback=_time, help="When a facilitator's workshop begins.")
@click.option("--pages", callback=_ids, help="Instead: these concepts, in this order, with commas between.")
@click.option("--title", help="What a handout of chosen pages is called.")
@click.option(
    "--to",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("."),
    show_default=True,
    help="Folder to write to.",
)
def pdf(
    docs: Path | None,
    ids: tuple[str, ...],
    langs: tuple[str, ...],
    kinds: tuple[str, ...],
    start: int,
    pages: tuple[str, ...],
    title: str | None,
    folder: Path,
) -> None:
    """Set the handouts of IDS (workshops, reading lists, principle-cards, library; all, if none is named) and write them."""
    from kundskab import check
    from kundskab.handout import editions, handouts
    from kundskab.handout.typesetting import Unsettable
    from kundskab.render import Unreadable

    if bool(title) > bool(pages) or (pages and (ids or kinds)):
        raise click.UsageError("--title goes with --pages, and --pages with neither IDS nor --edition")
    settings = settings_of.read(docs=docs)
    _known("language", langs, settings.languages)
    _known("edition", kinds, editions.KINDS)
    try:
        knowledge = check.checked(settings)
        _known("concept", pages, knowledge.concepts)
        _known("handout", ids, dict.fromkeys(edition.id for edition in editions.standard(knowledge)))
        chosen = editions.chosen(knowledge, ids, langs, kinds, start)
        if pages:
            chosen = [editions.choice(knowledge, pages, lang, title) for lang in langs or settings.languages]
        if not chosen:
            raise click.UsageError("no such edition; " + editions.offered(knowledge, ids))
        with click.progressbar(length=len(chosen), label="Setting", file=sys.stderr) as bar:
            made = handouts.make(settings, knowledge, chosen, handouts.KEPT, lambda handout: bar.update(1))
    except Broken as error:
        raise SystemExit(_told(error, settings)) from error
    except (Unreadable, Unsettable) as error:
        raise SystemExit(str(error)) from error
    folder.mkdir(parents=True, exist_ok=True)
    for handout in made:
        path = folder / handout.edition.file
        _replace(path, handout.pdf)
        click.echo(f"{path}: {handout.pages} pages, {handout.kilobytes} kB")


@main.command(context_settings={"ignore_unknown_options": True})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def test(arguments: tuple[str, ...]) -> None:
    """Run the tests; ARGUMENTS go to pytest."""
    _run("pytest", *arguments)


@main.command()
def lint() -> None:
    """Format the code, mend what can be mended, and check style and types."""
    _run("ruff", "format", "scripts", "tests")
    _run("ruff", "check", "--fix", "scripts", "tests")
    _run("mypy")


@main.command()
def lock() -> None:
    """Resolve requirements*.in into the locks with hashes. Uses the network."""
    for name in ("requirements", "requirements-dev"):
        wanted = ("--universal", "--python-version", "3.11.2", "--generate-hashes", "--no-header", "--quiet")
        _run("uv", "pip", "compile", *wanted, f"{name}.in", "--output-file", f"{name}.txt")


@main.command()
@click.argument("queries", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--site", type=FOLDER, help="Built site to ask instead of site.")
@click.option("--misses", is_flag=True, help="Also list the queries without a page expected among the first three.")
def evaluate(queries: Path, site: Path | None, misses: bool) -> None:
    """Ask the built site's search the QUERIES, a file with the columns kind, lang, query, expected."""
    from kundskab import evaluate as evaluating
    from kundskab.browsing import Unavailable

    try:
        measured = evaluating.measure(site or PROJECT / "site", evaluating.read(queries))
    except evaluating.Invalid as error:
        raise SystemExit(str(error)) from error
    except Unavailable as error:
        raise click.ClickException(str(error)) from error
    click.echo(evaluating.report(measured))
    for line in evaluating.misses(measured) if misses else ():
        click.echo(line)


@main.group()
def bench() -> None:
    """Measure what takes time, and set ours beside others'."""


@bench.command("model")
def bench_model() -> None:
    """How long 3,000 concepts in 3 languages take to load."""
    from kundskab.bench import model

    click.echo(model.loaded(settings_of.read()))


@bench.command("pdf")
def bench_pdf() -> None:
    """Our handouts against WeasyPrint's."""
    from kundskab.bench import printing

    with _measuring(settings_of.read()) as settings:
        click.echo(printing.compared(settings))


@bench.command("search")
@click.option("--site", type=FOLDER, help="Built site to ask instead of site.")
def bench_search(site: Path | None) -> None:
    """The built site's search against Material's and Pagefind's."""
    from kundskab import evaluate as evaluating
    from kundskab.bench import searching

    with _measuring(settings_of.read()) as settings:
        for part in searching.compared(settings, site or PROJECT / "site", evaluating.read(PROJECT / "tests/queries.tsv")):
            click.echo(part)


def _sizes(ctx: click.Context, option: click.Parameter, value: str) -> tuple[int, ...]:
    sizes = value.split(",")
    if not all(size.isdecimal() and int(size) for size in sizes):
        raise click.BadParameter(f'"{value}" is not a list of sizes; write it as 100,300')
    return tuple(map(int, sizes))


@bench.command("build")
@click.option("--sizes", default="100,300,1000", show_default=True, callback=_sizes, help="Articles in each language.")
@click.option("--only", callback=_ids, help="Only these: ours, plain, prune, zensical, hugo.")
@click.option("--limit", type=float, default=600, show_default=True, help="Seconds after which a build is ended and left out.")
@click.option("--to", "file", type=click.Path(dir_okay=False, path_type=Path), help="File to write the tables to, too.")
def bench_build(sizes: tuple[int, ...], only: tuple[str, ...], limit: float, file: Path | None) -> None:
    """Our build against those of MkDocs with Material, Zensical and Hugo, of the same articles."""
    from kundskab.bench import building
    from kundskab.bench.builders import BUILDERS

    _known("builder", only, BUILDERS)
    parts = []
    with _measuring(settings_of.read()) as settings:
        for part in building.compared(settings, sizes, only or tuple(BUILDERS), limit):
            click.echo(f"{part}\n")
            parts.append(f"{part}\n")
    if file:
        _replace(file, "\n".join(parts).encode())


@contextmanager
def _measuring(settings: Settings) -> Iterator[Settings]:
    """Tell what keeps a measurement from being made."""
    from kundskab.browsing import Unavailable

    try:
        yield settings
    except Broken as error:
        raise SystemExit(_told(error, settings)) from error
    except Unavailable as error:
        raise click.ClickException(str(error)) from error


@main.command()
@click.option("--to", "folder", type=click.Path(file_okay=False, path_type=Path), help="Folder to write to.")
def screenshots(folder: Path | None) -> None:
    """Take the README's pictures of the built site, in Chromium."""
    from kundskab import screenshots as pictures
    from kundskab.browsing import Unavailable

    try:
        for path in pictures.take(PROJECT / "site", folder or PROJECT / ".screenshots"):
            click.echo(_short(path))
    except Unavailable as error:
        raise click.ClickException(str(error)) from error


def _run(module: str, *arguments: str) -> None:
    """Run a tool of the environment in the project's folder; stop where it fails."""
    import subprocess

    if code := subprocess.call([sys.executable, "-m", module, *arguments], cwd=PROJECT):
        raise SystemExit(code)


def _known(what: str, given: Iterable[str], known: Collection[str]) -> None:
    for name in given:
        if name not in known:
            raise click.UsageError(f'unknown {what} "{name}"; {did_you_mean(name, known)}')


def _replace(path: Path, content: bytes) -> None:
    """Write a file whole or not at all."""
    part = path.with_suffix(".part")
    part.write_bytes(content)
    part.replace(path)


def _short(path: Path) -> str:
    """A path as the user would write it."""
    return path.relative_to(Path.cwd()).as_posix() if path.is_relative_to(Path.cwd()) else path.as_posix()


def _told(error: Broken, settings: Settings) -> str:
    return report(error.problems, _short(settings.docs.absolute()))


if __name__ == "__main__":
    main(prog_name="kundskab")
