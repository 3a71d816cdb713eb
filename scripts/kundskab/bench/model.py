"""How long the model takes to load 3,000 concepts in every language."""

import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import yaml

from kundskab.bench import CONCEPTS, machine
from kundskab.load import FRONT_MATTER, load
from kundskab.settings import Settings


def loaded(settings: Settings) -> str:
    """Load 3,000 concepts × languages, against only reading the same files and their front matter's YAML."""
    with tempfile.TemporaryDirectory() as folder:
        docs = Path(folder)
        generate(settings, docs)
        files = sorted(docs.rglob("*.md"))
        start = time.perf_counter()
        for file in files:
            match = FRONT_MATTER.match(file.read_text("utf-8"))
            assert match
            yaml.load(match[1], yaml.CSafeLoader)
        baseline = time.perf_counter() - start
        code = "from kundskab.bench.model import measure; import sys; measure(sys.argv[1])"
        out = subprocess.run([sys.executable, "-c", code, folder], capture_output=True, text=True, check=True).stdout
    seconds, megabytes, pages = out.split()
    return (
        f"{machine()}\n"
        f"{pages} pages loaded in {float(seconds):.2f} s, peak memory {float(megabytes):.0f} MB; "
        f"{float(seconds) / baseline:.2f} × reading the files and their YAML ({baseline:.2f} s)"
    )


def measure(docs: str) -> None:
    """Print seconds, peak megabytes and pages of one load; in a process of its own, so that the peak is its own."""
    from kundskab import settings

    conf = replace(settings.read(), docs=Path(docs))
    start = time.perf_counter()
    tree = load(conf)
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform == "linux" else 1024**2)
    assert len(tree.knowledge.concepts) == CONCEPTS, tree.problems[:3]
    print(seconds, peak, len(tree.pages))


def generate(settings: Settings, docs: Path, concepts: int = CONCEPTS) -> None:
    """A deterministic library: so many principles made of our own pages' text, with relations and links among them."""
    own = load(settings).knowledge
    texts = [concept for concept in own.of_type("principle")]
    languages = list(settings.languages)
    for number in range(concepts):
        text = texts[number % len(texts)]
        for lang in languages:
            page = text.pages[lang]
            file = docs / lang / "principles" / f"idea-{number}.md"
            file.parent.mkdir(parents=True, exist_ok=True)
            head = (settings.docs / page.path).read_text("utf-8").split("---\n")[1]
            kept = [line for line in head.splitlines() if not line.startswith(("relations", "area", "sources"))]
            if page is text.original:
                kept += ["area: listen", "sources: [source]"]
                kept += [f"relations: {{supports: [idea-{(number * 7 + 1) % concepts}, idea-{(number * 11 + 2) % concepts}]}}"]
            body = page.text + f"\n[[idea-{(number + 1) % concepts}]] [[idea-{(number * 13) % concepts}]]\n"
            file.write_text("---\n" + "\n".join(kept) + "\n---\n" + body, "utf-8")
