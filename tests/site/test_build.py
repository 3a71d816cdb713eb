"""The build as an engineer meets it: same bytes, whole trees, clear messages, no network."""

import hashlib
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from conftest import Build

from kundskab import exchange
from kundskab.settings import PROJECT


def tree(folder: Path) -> dict[str, str]:
    """The digest of every file."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_plain_mkdocs_builds_the_same_tree(mini_site: Path, tmp_path: Path, fresh_mini: Path) -> None:
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--config-file", str(PROJECT / "mkdocs.yml")]
    code = "import sys; from mkdocs.config import load_config; from mkdocs.commands.build import build; "
    code += "build(load_config(sys.argv[1], docs_dir=sys.argv[2], site_dir=sys.argv[3], strict=True))"
    plain = [sys.executable, "-c", code, str(PROJECT / "mkdocs.yml"), str(fresh_mini), str(tmp_path / "site")]
    made = subprocess.run(plain, capture_output=True, text=True)
    assert made.returncode == 0, made.stderr
    assert tree(tmp_path / "site") == tree(mini_site)
    own = subprocess.run([*command, "--site-dir", str(tmp_path / "own")], capture_output=True, text=True)
    assert own.returncode == 0, own.stderr


def test_a_second_build_gives_the_same_bytes_from_any_folder_on_another_day(
    mini_site: Path, fresh_mini: Path, tmp_path: Path, build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    monkeypatch.setenv("PYTHONHASHSEED", "7")
    made = build(fresh_mini, tmp_path / "site", cwd=tmp_path)
    assert made.returncode == 0, made.stderr
    assert tree(tmp_path / "site") == tree(mini_site)
    assert "Built site:" in made.stdout


def test_a_build_needs_no_network(fresh_mini: Path, tmp_path: Path, build: Build) -> None:
    prefix = ("unshare", "--net") if os.geteuid() == 0 else ("unshare", "--map-root-user", "--net")
    if not shutil.which("unshare") or subprocess.run([*prefix, "true"], capture_output=True).returncode:
        pytest.skip("unshare cannot make a network namespace here; run as root, or allow user namespaces")
    assert build(fresh_mini, tmp_path / "site", prefix=prefix).returncode == 0


BAD = {
    "da/principles/greet-first.md": b"---\ntitle: Hils\ncolour: red\n---\n",
    "da/principles/latin.md": "---\ntitle: Br\xf8d\n---\n".encode("latin-1"),
    "nb/principles/empty.md": b"",
    "sv/principles/large.md": b"x" * 5_000_000,
    "sv/principles/two words.md": b"---\ntitle: x\n---\n",
    "nb/articles/broken.md": b"---\ntitle: [\n---\n",
}


def test_bad_input_is_told_whole_and_leaves_the_site_as_it_was(fresh_mini: Path, tmp_path: Path, build: Build) -> None:
    site = tmp_path / "site"
    assert build(fresh_mini, site).returncode == 0
    before = tree(site)
    for path, content in BAD.items():
        (fresh_mini / path).write_bytes(content)
    made = build(fresh_mini, site, cwd=tmp_path)
    assert made.returncode == 1
    for path in BAD:
        assert f"docs/{path}:" in made.stderr, path
    assert "Traceback" not in made.stderr
    assert tree(site) == before and sorted(p.name for p in tmp_path.iterdir()) == ["docs", "site"]


def test_what_cannot_be_printed_is_named_and_leaves_the_site_as_it_was(fresh_mini: Path, tmp_path: Path, build: Build) -> None:
    site = tmp_path / "site"
    assert build(fresh_mini, site).returncode == 0
    before = tree(site)
    page = fresh_mini / "nb/workshops/tasting-hour.md"
    page.write_text(page.read_text("utf-8").replace("{#goal}\n", "{#goal}\n\n<video></video> og 🥖\n", 1), "utf-8")
    made = build(fresh_mini, site, cwd=tmp_path)
    assert made.returncode == 1 and "nb/workshops/tasting-hour.md" in made.stderr and "Traceback" not in made.stderr
    assert tree(site) == before


@pytest.mark.parametrize("after", [0.4, 1.5])
def test_a_killed_build_leaves_a_whole_site(
    after: float, mini_site: Path, fresh_mini: Path, tmp_path: Path, build: Build
) -> None:
    site = shutil.copytree(mini_site, tmp_path / "site")
    command = [str(PROJECT / "scripts/build"), "--docs", str(fresh_mini), "--site", str(site)]
    running = subprocess.Popen(command, start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(after)
    os.killpg(running.pid, signal.SIGKILL)
    running.wait()
    assert tree(site) == tree(mini_site)
    assert build(fresh_mini, site).returncode == 0
    assert tree(site) == tree(mini_site) and sorted(p.name for p in tmp_path.iterdir()) == ["docs", "site"]


def test_text_of_a_page_is_text_and_never_markup(fresh_mini: Path, tmp_path: Path, build: Build) -> None:
    page = fresh_mini / "da/about.md"
    lines = page.read_text("utf-8").splitlines()
    lines[1] = "title: '<b>Om</b> \"os\" & jer'"
    page.write_text("\n".join(lines) + "\n", "utf-8")
    made = build(fresh_mini, tmp_path / "site")
    assert made.returncode == 0, made.stderr
    for path in (tmp_path / "site").rglob("index.html"):
        assert "<b>Om</b>" not in path.read_text("utf-8"), path
    assert "&lt;b&gt;Om&lt;/b&gt;" in (tmp_path / "site/about/index.html").read_text("utf-8")


def whole(folder: Path, text: str) -> None:
    folder.mkdir(exist_ok=True)
    for sign in exchange.SIGNS:
        (folder / sign).write_text(text)


def test_an_interrupted_exchange_is_finished_by_the_next_run(tmp_path: Path) -> None:
    site = tmp_path / "site"
    whole(tmp_path / ".site.kundskab-old", "old")
    with exchange.replacing(site) as new:
        assert (site / "index.html").read_text() == "old", "the old tree is back before anything else happens"
        whole(new, "new")
    assert (site / "index.html").read_text() == "new" and [p.name for p in tmp_path.iterdir()] == ["site"]


def test_at_every_moment_a_whole_tree_stands_there(tmp_path: Path) -> None:
    site, done, missing = tmp_path / "site", threading.Event(), []

    def watch() -> None:
        while not done.is_set():
            if not (site / "index.html").exists():
                missing.append(1)

    whole(site, "old")
    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        for number in range(30):
            with exchange.replacing(site) as new:
                whole(new, str(number))
                for extra in range(50):
                    (new / f"{extra}.html").write_text("x")
    finally:
        done.set()
        watcher.join()
    assert missing == []


def test_a_build_that_fails_leaves_nothing_behind(tmp_path: Path) -> None:
    whole(tmp_path / "site", "old")
    with pytest.raises(KeyError), exchange.replacing(tmp_path / "site") as new:
        whole(new, "new")
        raise KeyError
    assert (tmp_path / "site/index.html").read_text() == "old" and [p.name for p in tmp_path.iterdir()] == ["site"]


@pytest.mark.parametrize("target", ["", "docs", "precious", "file.txt", "docs/site"])
def test_a_folder_that_is_no_site_of_ours_is_never_replaced(target: str, fresh_mini: Path, tmp_path: Path, build: Build) -> None:
    (tmp_path / "precious").mkdir()
    (tmp_path / "precious/letter.txt").write_text("dear")
    (tmp_path / "file.txt").write_text("dear")
    before = tree(tmp_path)
    made = build(fresh_mini, tmp_path / target)
    assert made.returncode in (1, 2) and "Error: " in made.stderr and "Traceback" not in made.stderr
    assert tree(tmp_path) == before and not list(tmp_path.rglob("*kundskab-new*"))


def test_of_two_builds_at_once_the_second_says_so(tmp_path: Path) -> None:
    with exchange.replacing(tmp_path / "site") as new:
        whole(new, "first")
        with pytest.raises(exchange.Refused, match="another build is under way"), exchange.replacing(tmp_path / "site"):
            raise AssertionError
    assert (tmp_path / "site/index.html").read_text() == "first"


def test_without_a_shell_the_verbs_run_as_a_module(fresh_mini: Path) -> None:
    command = [sys.executable, "-m", "kundskab", "check", "--docs", str(fresh_mini)]
    made = subprocess.run(command, cwd=PROJECT / "scripts", capture_output=True, text=True)
    assert (made.returncode, made.stdout) == (0, "0 problems\n"), made.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a place that takes nothing in: /dev/full, which Linux has")
def test_what_cannot_be_told_is_no_success(fresh_mini: Path) -> None:
    command = [sys.executable, "-m", "kundskab", "check", "--docs", str(fresh_mini)]
    with open("/dev/full", "w") as full:
        made = subprocess.run(command, cwd=PROJECT / "scripts", stdout=full, stderr=subprocess.PIPE, text=True)
    assert made.returncode and "No space left" in made.stderr


def test_nobody_need_listen(fresh_mini: Path) -> None:
    for closed in (">&-", "2>&-", ">&- 2>&-"):
        command = f"exec {PROJECT}/scripts/check --docs {fresh_mini} {closed}"
        made = subprocess.run(["sh", "-c", command], capture_output=True, text=True)
        assert (made.returncode, made.stderr) == (0, ""), closed
