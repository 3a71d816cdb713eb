"""The site while one writes: what is saved is shown at once, and what is wrong is told until it is mended."""

import time
from collections.abc import Sequence
from pathlib import Path

from kundskab import live
from kundskab import settings as settings_of
from kundskab.folder import Folder
from kundskab.live import Browsers
from kundskab.load import Known, load
from kundskab.problems import Broken, report
from kundskab.settings import CACHE, CONFIGURATION, PROJECT, Invalid
from kundskab.website import site
from kundskab.website.building import Building, Stopped, Unmade
from kundskab.website.site import FILES, PAGES, Told
from kundskab.website.sitefiles import OVERRIDES
from kundskab.workers import Lost


def serve(docs: Path, host: str, port: int, told: Told) -> None:
    """Build, serve, and bring up to date whatever a change touches: pages first, then search, handouts and pictures.

    Ends with KeyboardInterrupt. Raises OSError where the address cannot be had.
    """
    writing = _Writing(docs, told)
    watched = [docs, OVERRIDES, PROJECT / CONFIGURATION]
    with live.served(writing.folder, watched, host, port) as browsers:
        told(f"Building {docs.name} ...")
        writing.update(browsers)
        told(f"Serving on {browsers.url} until you press Ctrl-C")
        while True:
            writing.rest(browsers)
            browsers.wait()
            writing.update(browsers)


class _Writing:
    """A folder that is kept up to date while its content is being written."""

    def __init__(self, docs: Path, told: Told) -> None:
        self._docs, self._told = docs, told
        kept = site.place(docs, CACHE / "serve")
        self.folder = kept.with_suffix(".served")
        self.folder.mkdir(parents=True, exist_ok=True)
        self._kept, self._memory = kept, site.remembered(kept, told)
        self._building: Building | None = None

    def update(self, browsers: Browsers) -> None:
        """Show what has been saved; where that cannot be, say why and leave all as it is."""
        start = time.monotonic()
        self._building = None
        before = dict(self._memory.attic.get(FILES, {}))
        folder = Folder(self.folder, before)
        folder.stamps |= before
        try:
            settings = settings_of.read(docs=self._docs)
            tree = load(settings, self._memory.attic.setdefault(PAGES, Known()))
            building = Building(settings, tree, self._memory)
            building.check()
            building.pages(folder)
        except Broken as error:
            return self._failed(browsers, report(error.problems, self._docs.name).splitlines())
        except (Invalid, Unmade, Lost) as error:
            return self._failed(browsers, str(error).splitlines())
        finally:
            self._memory.attic[FILES] = folder.stamps
        self._building = building
        changed = [address for address, stamp in folder.stamps.items() if before.get(address) != stamp]
        browsers.fail([])
        browsers.show(changed)
        self._told(f"{len(changed)} files are new, {(time.monotonic() - start) * 1000:.0f} ms")

    def rest(self, browsers: Browsers) -> None:
        """Search, handouts and shared pictures, unless something is saved meanwhile."""
        if not self._building:
            return
        before = dict(self._memory.attic[FILES])
        folder = Folder(self.folder, before)
        try:
            self._building.run(folder, browsers.changed)
        except Stopped:
            return
        except (Unmade, Lost) as error:
            return self._failed(browsers, str(error).splitlines())
        finally:
            self._memory.attic[FILES] = {**before, **folder.stamps}
        self._memory.attic[FILES] = folder.stamps
        browsers.show(address for address, stamp in folder.stamps.items() if before.get(address) != stamp)
        self._memory.write(self._kept)

    def _failed(self, browsers: Browsers, faults: Sequence[str]) -> None:
        self._building = None
        for fault in faults:
            self._told(fault)
        browsers.fail(faults)
