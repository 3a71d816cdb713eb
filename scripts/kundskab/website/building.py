"""A site brought up to date: what has changed since the last time is worked out again, side by side, and all else stays.

Every part of it is the result of a key (`kundskab.memory`): a page of the site, a handout, a shared picture …
"""

import time
from collections.abc import Callable, Collection, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from functools import cached_property
from math import ceil
from typing import TYPE_CHECKING, Any, TypeAlias

from kundskab import check, share
from kundskab.concepts import PAGE_FACTS
from kundskab.facts import Fact, note, noting
from kundskab.folder import Folder, Stamp
from kundskab.handout import editions
from kundskab.handout.editions import Edition, Offer
from kundskab.handout.typesetting import Unsettable
from kundskab.knowledge import FACTS, FOLDER_OF
from kundskab.memory import Key, Memory
from kundskab.problems import Broken
from kundskab.render import Unreadable
from kundskab.report import Report
from kundskab.schema import OVERVIEWS
from kundskab.settings import Settings
from kundskab.tree import Tree
from kundskab.website import entries, indexing, sitefiles, versions
from kundskab.website.indexing import FOUND, SEARCH, SHARDS, WORDS, Indexing
from kundskab.website.library import HANDOUTS, Library
from kundskab.workers import done

if TYPE_CHECKING:
    from kundskab.website.rendering import Rendering, Shared

CHECK, HANDOUT, OVERVIEW, CARD, PAGE, SITEMAP, LOOK = "check", "handout", "overview", "card", "page", "sitemap", "look"
BATCH = {
    CHECK: 25,
    HANDOUT: 1,
    CARD: share.BATCH,
    FOUND: 5,
    SHARDS: 17,
    WORDS: 1,
    SEARCH: 1,
    OVERVIEW: 5,
    PAGE: 10,
    SITEMAP: 1,
    LOOK: 1,
}
"""How many of a kind are done together; the heaviest kinds come first."""
COUNTED = (PAGE, OVERVIEW), {HANDOUT: "handouts", CARD: "pictures"}
"""What a report counts: the kinds that are pages, and the names of others."""
WAVES: Sequence[tuple[Sequence[str], Sequence[str]]] = (
    ((HANDOUT, CARD, FOUND), ()),
    ((SHARDS, WORDS), indexing.FOUND_SO),
    ((SEARCH,), (indexing.FILES,)),
    ((OVERVIEW, PAGE, SITEMAP, LOOK), (HANDOUTS,)),
)
"""What others show or are made of comes before them: kinds, and the facts that those before have made. Typst's processes, which
need much memory, end before the pages are made.
"""
INDEX = (SHARDS, WORDS, SEARCH)
"""What fits together or not at all: a site that is served is read meanwhile."""
QUICK = (PAGE, OVERVIEW, SITEMAP, LOOK)
"""What a reader sees at once."""
PRINTED = (HANDOUT, CARD)
"""What Typst makes: with its threads, a process cannot be forked any more."""
SHARED = "shared"
"""What pages share; made with them, and no key of its own."""
FEW, FEW_SHARDS = 40, 17
"""So many results are not worth a process; of shards, for which all pages are opened, fewer are."""
OFFERS, SET, OUTLINE = "offers", "set", "outline"
"""Where a memory keeps what pages say of handouts, the digests of what Typst has made for this site, and `Knowledge.outline`."""
FRAME: Fact = ("frame",)
"""What every part of the site rests on: the configuration, the data that all pages share, and the templates."""
TREE: Fact = ("tree",)
"""What a page is checked against that is not published: drafts, pages that cannot be read, the names of assets."""
LATE = {fact for _, facts in WAVES for fact in facts}
"""Facts that are made on the way."""


Stop: TypeAlias = Callable[[], bool]
"""Asked now and then whether to go on."""


Progress: TypeAlias = Callable[[int, int], None]
"""Hears how many of how many are done."""


def quiet(done: int, of: int) -> None:
    """Progress that nobody is told of."""


class Stopped(Exception):
    """Something else is more urgent."""


class Unmade(Exception):
    """What cannot be made; a line for each, beginning with a path in the content folder."""


@dataclass(frozen=True, slots=True)
class Made:
    """What came of a key: its files, what else is to be known of it, the facts that it rests on.

    `seconds` is how long it took; `fault` says why nothing came of it; `shared` is what was made on the way of what pages share.
    """

    files: dict[str, Stamp]
    value: Any = None
    seconds: float = 0.0
    facts: frozenset[Fact] = frozenset()
    fault: str = ""
    shared: "Shared" = field(default_factory=dict)


class Building:
    """The way from a content folder to its site's files. `memory` has what is known from before, and learns what is new."""

    def __init__(
        self, settings: Settings, tree: Tree, memory: Memory, report: Report | None = None, progress: Progress = quiet
    ) -> None:
        self._settings, self._tree, self._knowledge, self._memory = settings, tree, tree.knowledge, memory
        self._report, self._progress = report or Report(), progress
        self._pages = {page.path: page for page in tree.pages}
        self._index = Indexing(self._knowledge, memory)
        self._library = Library(settings, self._knowledge)
        self._frame_version = versions.of_frame(settings, tree)
        self._editions: dict[str, Edition] = {edition.address: edition for edition in editions.published(self._knowledge)}
        memory.attic[SET] = memory.attic.get(SET, set()) | self._digests()
        self._stop: Stop = lambda: False
        self._checks = [(CHECK, path) for path in self._pages]
        self._keys = list(dict.fromkeys(self._all()))
        memory.renew(self._fact, lambda fact: fact == FRAME)  # what other facts name may not be configured any more
        memory.only({*self._checks, *self._keys, *(key for key, _ in memory.items() if key[0] == SHARED)})
        outline = self._knowledge.outline
        known = FACTS if memory.attic.get(OUTLINE) == outline else ()
        memory.renew(self._fact, lambda fact: fact[0] not in LATE and fact[0] not in known)
        memory.attic[OUTLINE] = outline

    def check(self) -> None:
        """Raises Broken with all problems of the content."""
        if faults := self._make([key for key in self._checks if key not in self._memory]):
            raise Unmade("\n".join(faults))
        found = list(self._tree.problems)
        for key in self._checks:
            problems, read = self._memory[key][1]
            found += problems
            check.know(self._tree, self._pages[key[1]], read)
        found += check.tree_problems(self._tree)
        self._tree.forget()
        if found:
            raise Broken(found)

    def run(self, folder: Folder, stop: Stop = lambda: False) -> None:
        """Make all that is missing. Raises Unmade after trying everything, and Stopped where it is to `stop` before the end."""
        self._folder, self._stop = folder, stop
        faults, offers = list[str](), dict[str, Offer]()
        for wave, facts in WAVES:
            self._renew(facts)
            kinds = [kind for kind in wave if not (faults and kind in INDEX)]
            faults += self._make([key for key in self._keys if key[0] in kinds and not self._stands(key)])
            offers = {address: self._offer(address) for address in self._editions if (HANDOUT, address) in self._memory}
            self._library.offer(list(offers.values()))
            self._index.look()
            self._memory.attic[OFFERS] = offers
        if faults:
            raise Unmade("\n".join(dict.fromkeys(faults)))
        self._report.all.update((key[0], _language(key)) for key in self._keys)
        folder.only({address for key in self._keys for address in self._memory[key][0]})
        before, self._memory.attic[SET] = self._memory.attic[SET], self._digests()
        if gone := before - self._memory.attic[SET]:
            from kundskab.website import printed

            printed.forget(gone)

    def pages(self, folder: Folder) -> None:
        """Make the pages alone, with what was said of handouts the last time. Raises Unmade."""
        self._folder, known = folder, self._memory.attic.get(OFFERS, {})
        self._library.offer([known[address] for address in self._editions if address in known])
        self._renew([HANDOUTS])
        if faults := self._make([key for key in self._keys if key[0] in QUICK and not self._stands(key)]):
            raise Unmade("\n".join(faults))

    @cached_property
    def _rendering(self) -> "Rendering":
        from kundskab.website.rendering import Rendering  # Jinja takes its time

        known = [(key, text) for key, (_, text) in self._memory.items() if key[0] == SHARED]
        return Rendering(self._library, {key[1:]: (text, self._memory.facts(key)) for key, text in known})

    def _renew(self, kinds: Collection[str]) -> None:
        """Forget what rests on facts of these kinds that have changed."""
        if not kinds:
            return
        self._memory.renew(self._fact, lambda fact: fact[0] in kinds)
        if "_rendering" in vars(self):
            self._rendering.forget(kinds)

    def _digests(self) -> set[str]:
        """Those of all that Typst has made for this site."""
        return {value[0] for key, (_, value) in self._memory.items() if key[0] in (HANDOUT, CARD)}

    def _all(self) -> Iterator[Key]:
        yield from ((HANDOUT, address) for address in self._editions)
        yield from self._index.keys()
        yield from ((SITEMAP,), (LOOK,))
        for lang in self._knowledge.languages:
            yield from ((OVERVIEW, lang, kind) for kind in OVERVIEWS)
            yield from ((PAGE, lang, id) for id in self._knowledge.concepts)
            yield from ((CARD, lang, FOLDER_OF[kind]) for kind in OVERVIEWS)
        yield from ((CARD, page.lang, page.id) for page in self._knowledge.pages() if self._library.desk.has_own(page))

    def _stands(self, key: Key) -> bool:
        """Whether what came of a key is known, and its files are there."""
        if key not in self._memory:
            return False
        stamps = {address: self._folder.keep(address) for address in self._memory[key][0]}
        found = {address: stamp for address, stamp in stamps.items() if stamp}
        if len(found) < len(stamps):
            self._memory.forget([key])
            return False
        self._folder.stamps |= found
        return True

    def _make(self, keys: Sequence[Key]) -> list[str]:
        """Why what cannot be made cannot; all else is made and taken in, until Stopped."""
        made, faults = 0, dict[Key, str]()
        with closing(self._results(keys)) as results:
            for key, one in results:
                made += 1
                self._progress(made, len(keys))
                if one.fault:
                    faults[key] = one.fault
                else:
                    self._take(key, one)
                if key[0] not in INDEX and self._stop():
                    raise Stopped
        return list(dict.fromkeys(faults[key] for key in keys if key in faults))

    def _take(self, key: Key, one: Made) -> None:
        if one.files:
            self._folder.stamps |= one.files
        self._report.made(key, _language(key), one.seconds)
        self._memory.keep(key, (tuple(one.files), one.value), one.facts, self._fact)
        for name, (text, facts) in one.shared.items():
            self._memory.keep((SHARED, *name), ((), text), {FRAME, *facts}, self._fact)

    def _results(self, keys: Sequence[Key]) -> Generator[tuple[Key, Made], None, None]:
        """What comes of each key. A few are not worth a process."""
        shards = sum(key[0] == SHARDS for key in keys)
        if len(keys) > FEW or shards > FEW_SHARDS or any(key[0] in PRINTED for key in keys):
            return done(self._work, _batches(keys), lambda key: key[0] in PRINTED)
        return ((key, one) for batch in _batches(keys) for key, one in zip(batch, self._work(batch), strict=True))

    def _fact(self, fact: Fact) -> object:
        kind, *names = fact
        if kind in PAGE_FACTS:  # also of drafts, which the library does not know
            page = self._pages.get(names[0])
            return page.fact(kind) if page else None
        if kind in self._own:
            return self._own[kind](*names)
        return self._library.fact(fact)

    @cached_property
    def _own(self) -> Mapping[str, Callable[..., object]]:
        """What the facts are that no library knows of."""
        return {
            FRAME[0]: lambda: self._frame_version,
            TREE[0]: lambda: (self._tree.drafts, self._tree.unreadable, tuple(self._knowledge.assets)),
            **self._index.facts,
        }

    def _offer(self, address: str) -> Offer:
        _, pages, kilobytes = self._memory[HANDOUT, address][1]
        return Offer(self._editions[address], pages, kilobytes)

    def _work(self, keys: Sequence[Key]) -> list[Made]:
        """What comes of some keys of one kind."""
        together = {CARD: self._cards, SHARDS: self._shards}.get(keys[0][0])
        return together(keys) if together else [self._one(key) for key in keys]

    def _one(self, key: Key) -> Made:
        kind, *names = key
        start = time.perf_counter()
        with noting() as facts:
            note(*FRAME)
            try:
                files, value = getattr(self, f"_{kind}")(*names)
            except (Unreadable, Unsettable) as error:
                return Made({}, fault=str(error))
        shared = self._rendering.fresh() if "_rendering" in vars(self) else {}
        return Made(files, value, time.perf_counter() - start, frozenset(facts), shared=shared)

    def _handout(self, address: str) -> tuple[dict[str, Stamp], Any]:
        from kundskab.website import printed

        digest, pdf, pages = printed.handout(self._settings, self._knowledge, self._editions[address])
        return {address: self._folder.put(address, pdf)}, (digest, pages, round(len(pdf) / 1000))

    def _page(self, lang: str, id: str) -> tuple[dict[str, Stamp], Any]:
        entry = entries.written(self._knowledge, id, lang)
        return self._put([(entry.file, self._rendering.html(entry))]), None

    def _overview(self, lang: str, kind: str) -> tuple[dict[str, Stamp], Any]:
        entry = entries.overview(self._knowledge, kind, lang)
        return self._put([(entry.file, self._rendering.html(entry))]), None

    def _check(self, path: str) -> tuple[dict[str, Stamp], Any]:
        note(*TREE)
        return {}, check.of_page(self._tree, self._pages[path])

    def _found(self, id: str) -> tuple[dict[str, Stamp], Any]:
        files, value = self._index.found(id)
        return self._put(files), value

    def _shards(self, keys: Sequence[Key]) -> list[Made]:
        """Parts of the index, for all of which each page is opened once."""
        made, start = [], time.perf_counter()
        for files, value, facts in self._index.shards([part for _, part in keys]):
            made.append(Made(self._put(files), value, (time.perf_counter() - start) / len(keys), frozenset({FRAME, *facts})))
        return made

    def _words(self) -> tuple[dict[str, Stamp], Any]:
        files, value = self._index.words()
        return self._put(files), value

    def _search(self) -> tuple[dict[str, Stamp], Any]:
        return self._put(self._index.head()), None

    def _sitemap(self) -> tuple[dict[str, Stamp], Any]:
        return self._put([("sitemap.xml", sitefiles.sitemap(self._knowledge, self._settings))]), None

    def _look(self) -> tuple[dict[str, Stamp], Any]:
        copies = sitefiles.copies(self._settings, self._knowledge, self._rendering.frame.folders)
        files = {address: self._folder.put(address, path.read_bytes()) for address, path in copies.items()}
        made = [*sitefiles.styles_and_scripts(self._knowledge), (sitefiles.MISSING, self._rendering.frame.missing())]
        return files | self._put(made), None

    def _cards(self, keys: Sequence[Key]) -> list[Made]:
        """Shared pictures: set together, which takes Typst as long as one of them."""
        from kundskab.website import printed

        cards, facts, start = [], [], time.perf_counter()
        for _, lang, name in keys:
            with noting() as noted:
                note(*FRAME)
                cards.append(self._card(lang, name))
            facts.append(frozenset(noted))
        try:
            made = printed.drawn(cards)
        except Unsettable as error:
            return [Made({}, fault=str(error))] * len(keys)
        each = (time.perf_counter() - start) / len(keys)
        return [
            Made({card.address: self._folder.put(card.address, png)}, (digest,), each, rest)
            for card, (digest, png), rest in zip(cards, made, facts, strict=True)
        ]

    def _card(self, lang: str, name: str) -> share.Card:
        desk, kind = self._library.desk, next((kind for kind in OVERVIEWS if FOLDER_OF[kind] == name), "")
        return desk.overview(kind, lang) if kind else desk.page(self._knowledge.concepts[name].pages[lang])

    def _put(self, texts: Iterable[tuple[str, str]]) -> dict[str, Stamp]:
        return {address: self._folder.put(address, text.encode()) for address, text in texts}


def _language(key: Key) -> str:
    """The language of what comes of a key; "" where it has none."""
    kind, *names = key
    if kind in (HANDOUT, CHECK):
        return names[0].split("/")[kind == HANDOUT]
    return names[0] if kind in (OVERVIEW, CARD, PAGE) else ""


def _batches(keys: Sequence[Key]) -> list[list[Key]]:
    """Keys of one kind together, as many as are best done together, in batches of the same size; the heaviest kinds first."""
    batches = []
    for kind, most in BATCH.items():
        own = [key for key in keys if key[0] == kind]
        size = ceil(len(own) / max(1, ceil(len(own) / most)))
        batches += [own[start : start + size] for start in range(0, len(own), size or 1)]
    return batches
