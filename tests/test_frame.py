"""What pages of a folder share."""

from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

from kundskab import load
from kundskab.facts import noting
from kundskab.settings import Settings
from kundskab.website.entries import entries
from kundskab.website.library import Library
from kundskab.website.rendering import CUT, Rendering
from kundskab.website.views import View


def test_a_frame_is_the_same_whichever_page_it_is_made_for(mini: Path, settings_for: Callable[[Path], Settings]) -> None:
    conf = settings_for(mini)
    library = Library(conf, load.load(conf).knowledge)
    frame, found, pages = Rendering(library).frame, defaultdict(set), 0
    for entry in (entry for lang in library.knowledge.languages for entry in entries(library.knowledge, lang)):
        view = View(library, entry, entry.title)
        with noting() as facts:
            html = frame.html(view, bool(entry.page))
        assert html.count(CUT) == 12, "main.html fills them"
        found[view.start].add((html, frozenset(facts)))
        pages += 1
    assert len(found) < pages and all(len(made) == 1 for made in found.values())
