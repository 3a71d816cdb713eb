"""The verbs: what each script does, and its options. `scripts/VERB` and `python -m kundskab VERB` both end here."""

from datetime import date
from pathlib import Path

import click

from kundskab import settings as settings_of
from kundskab.problems import Broken, report
from kundskab.settings import Settings

FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
docs_option = click.option("--docs", type=FOLDER, help="Content folder to read instead of docs.")


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
def main() -> None:
    """Kundskab: from articles about selling to a site in Danish, Norwegian and Swedish."""


@main.command()
def install() -> None:
    """Make .venv from the locked requirements. The only verb that uses the network."""
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
        found = checking.problems(load(settings), raw)
    except FileNotFoundError as error:
        raise click.ClickException(str(error)) from error
    click.echo(report(found, _shown(settings)))
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
    for id in (id for id in ids if id not in knowledge.concepts):
        raise click.UsageError(f'no concept has the id "{id}"')
    if not ids and not everything:
        raise click.UsageError("name the concepts, or give --all")
    chosen = sorted(knowledge.concepts) if everything else ids
    for path in write(knowledge, settings.docs, chosen, langs or knowledge.languages, date.today()):
        click.echo(f"stamped {_shown(settings)}/{path}")


def _shown(settings: Settings) -> str:
    """The content folder as the user would write it."""
    here = Path.cwd()
    docs = settings.docs.absolute()
    return docs.relative_to(here).as_posix() if docs.is_relative_to(here) else docs.as_posix()


def _fail(error: Broken, settings: Settings) -> None:
    click.echo(report(error.problems, _shown(settings)), err=True)
    raise SystemExit(1)


if __name__ == "__main__":
    main(prog_name="scripts/")
