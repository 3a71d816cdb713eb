"""A folder served to browsers on this machine, which are told when a page has changed and what keeps it from changing.

Server and watcher run in a process of their own, so that the one that builds has no threads and can be forked.
"""

import json
import multiprocessing
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from multiprocessing.connection import Connection
from pathlib import Path
from queue import Empty, Queue
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer

EVENTS, SCRIPT = "/.kundskab/events", "/.kundskab/live.js"
MISSING = "404.html"
INTO = b"</head>"
PULSE = 10
"""Seconds between signs of life, by which a browser that has gone is noticed."""
CALM = 0.02
"""Seconds without another change after which an editor has saved all."""


class Browsers:
    """The builder's end: it hears of changes, and tells the browsers."""

    def __init__(self, connection: Connection, url: str) -> None:
        self._connection, self.url = connection, url

    def changed(self) -> bool:
        """Whether a watched file has changed since the last `wait`."""
        return self._connection.poll()

    def wait(self) -> None:
        """Until a watched file changes."""
        self._connection.recv()
        while self._connection.poll(CALM):
            self._connection.recv()

    def show(self, addresses: Iterable[str]) -> None:
        """These files of the folder are new."""
        self._connection.send(("changed", sorted(addresses)))

    def fail(self, faults: Sequence[str]) -> None:
        """This keeps the site from changing; nothing, where it is empty."""
        self._connection.send(("faults", list(faults)))


@contextmanager
def served(folder: Path, watched: Sequence[Path], host: str, port: int) -> Iterator[Browsers]:
    """Serve a folder until the block ends. Raises OSError where the address cannot be had."""
    server = _Server((host, port), partial(_Handler, directory=str(folder)))
    here, there = multiprocessing.Pipe()
    if "fork" not in multiprocessing.get_all_start_methods():  # then nothing else forks either, and a thread does no harm
        Thread(target=_run, args=(server, there, watched), daemon=True).start()
        yield Browsers(here, f"http://{host}:{server.server_port}/")
        return
    process = multiprocessing.get_context("fork").Process(target=_run, args=(server, there, watched), daemon=True)
    process.start()
    there.close()
    server.socket.close()
    try:
        yield Browsers(here, f"http://{host}:{server.server_port}/")
    finally:
        process.terminate()
        process.join()


def _run(server: "_Server", connection: Connection, watched: Sequence[Path]) -> None:
    observer = Observer()
    for path in watched:
        observer.schedule(_Watcher(connection), str(path), recursive=path.is_dir())
    observer.start()
    Thread(target=server.serve_forever, daemon=True).start()
    while True:
        try:
            server.tell(*connection.recv())
        except (EOFError, KeyboardInterrupt):
            return


class _Watcher(FileSystemEventHandler):
    """Tells of what is written, moved and removed; not of what is only read, nor of hidden files."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def on_any_event(self, event: FileSystemEvent) -> None:
        path = Path(str(event.dest_path or event.src_path))
        if event.event_type in ("modified", "created", "deleted", "moved") and not event.is_directory and path.name[0] != ".":
            self._connection.send(str(path))


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, address: tuple[str, int], handler: Any) -> None:
        super().__init__(address, handler)
        self.listeners: list[Queue[str]] = []
        self.last = {"faults": _event("faults", [])}

    def tell(self, kind: str, data: list[str]) -> None:
        if kind == "faults":
            self.last[kind] = _event(kind, data)
        for listener in list(self.listeners):
            listener.put(_event(kind, data))


class _Handler(SimpleHTTPRequestHandler):
    """Sends the folder's files, each page with the script that listens."""

    server: _Server

    def do_GET(self) -> None:
        path = urlsplit(self.path).path
        if path == EVENTS:
            self._listen()
        elif path == SCRIPT:
            self._send((files(__package__) / "live.js").read_bytes(), "text/javascript")
        else:
            super().do_GET()

    def send_head(self) -> Any:
        path = Path(self.translate_path(self.path))
        page = path / "index.html" if path.is_dir() and self.path.endswith("/") else path
        if page.suffix == ".html" and page.is_file():
            return self._send(_listening(page.read_bytes()), "text/html; charset=utf-8")
        return super().send_head()

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        page = Path(self.directory) / MISSING
        if code != 404 or not page.is_file():
            return super().send_error(code, message, explain)
        self._send(_listening(page.read_bytes()), "text/html; charset=utf-8", 404)

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def log_message(self, format: str, *arguments: object) -> None:
        pass

    def _send(self, content: bytes, kind: str, code: int = 200) -> None:
        self.send_response(code)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def _listen(self) -> None:
        """Server-sent events until the browser goes."""
        listener: Queue[str] = Queue()
        self.server.listeners.append(listener)
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        try:
            self.wfile.write(self.server.last["faults"].encode())
            while True:
                try:
                    text = listener.get(timeout=PULSE)
                except Empty:
                    text = ": still here\n\n"
                self.wfile.write(text.encode())
        except OSError:  # the browser has gone
            self.server.listeners.remove(listener)


def _listening(page: bytes) -> bytes:
    return page.replace(INTO, f'<script type="module" src="{SCRIPT}"></script>'.encode() + INTO, 1)


def _event(kind: str, data: object) -> str:
    return f"event: {kind}\ndata: {json.dumps(data)}\n\n"
