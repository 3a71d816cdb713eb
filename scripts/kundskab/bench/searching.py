"""Our search against the peers over the site's own pages, then alone over a large library."""

import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from kundskab import check
from kundskab.bench import CONCEPTS, large, machine, peers, tables
from kundskab.bench.asking import ask
from kundskab.evaluate import Query
from kundskab.knowledge import Knowledge
from kundskab.settings import Settings


def compared(settings: Settings, site: Path, queries: Sequence[Query]) -> Iterator[str]:
    """The report's parts as they are measured. Raises Unavailable."""
    yield f"{machine()}; {peers.versions()}"
    knowledge = check.checked(settings)
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        pages = _pages(knowledge)
        asked = ask(folder, peers.engines(site, knowledge, folder), queries, pages)
        yield f"\n{len(queries)} queries, {len(pages)} pages\n\n{tables.quality(asked)}\n\n{tables.costs(asked)}"
    yield f"\n{_alone(large.library(knowledge, CONCEPTS))}"


def _alone(library: Knowledge) -> str:
    queries = list(large.queries(library))
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        engine = peers.own(library, folder)
        kinds = {kind: [query for query in queries if query.kind == kind] for kind in dict.fromkeys(one.kind for one in queries)}
        asked = {kind: ask(folder, [engine], group, _pages(library))[0] for kind, group in kinds.items()}
        heading = f"{len(library.concepts):,} concepts in {len(library.languages)} languages, random text of real words"
        return f"{heading}\n\n{tables.sizes(engine)}\n\n{tables.kinds(asked)}"


def _pages(knowledge: Knowledge) -> dict[str, str]:
    return {page.address: page.name for page in peers.listed(knowledge)}
