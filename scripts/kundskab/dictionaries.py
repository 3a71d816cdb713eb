"""What simplemma and wordfreq know of a language's words, in a file that opens at once.

Lemmas are simplemma's (A. Barbaresi; from Wiktionary and other free dictionaries), frequencies wordfreq's (R. Speer, 2022).
Their own files take half a second and 100 MB a language. What they hold is written once for each environment, into its folder;
a file that is missing, cut off or of other versions is made again, and where none can be written, each process makes its own.
"""

import hashlib
import mmap
import os
import pickle
import sys
import sysconfig
import zlib
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from marisa_trie import BytesTrie

from kundskab import nordic

FOLDER = Path(sys.prefix) / "dictionaries"
PACKAGES = ("simplemma-", "wordfreq-", "marisa_trie-")
KNOWN, MOST = 150, 900
"""How frequent a word without a frequency counts, and one that stood for all: hundredths of the Zipf scale (log10 of
occurrences in 10⁹ words; W. van Heuven, 2014)."""
SIZE, CHECK = 8, 4
"""Bytes at the end of a file: how long its words are, which come first, and a sum of all before."""


@dataclass(frozen=True)
class Dictionary:
    """What is known of a language's words, which may be nothing.

    `words` holds of each how frequent it is, in two bytes, and its dictionary form. Of those that people write, `aliases` lead from
    inflected ones to lemmas of another key: (key, the lemma's); `ambiguous` are the keys that several have which are written with
    different letters. `memory` is where the words lie, which they do not hold themselves.
    """

    words: BytesTrie
    aliases: Sequence[tuple[str, str]]
    ambiguous: Sequence[str]
    memory: memoryview

    def lemma(self, word: str) -> str:
        """Its dictionary form; "" where none is known."""
        found = self.words.get(word)
        return str(found[0][2:], "utf-8") if found else ""

    def zipf(self, word: str) -> float:
        """How frequent it is; 0 where it is not known."""
        found = self.words.get(word)
        return int.from_bytes(found[0][:2], "big") / 100 if found else 0.0

    @property
    def has_frequencies(self) -> bool:
        """Whether it is known how frequent words are, and not only their lemmas."""
        return bool(self.ambiguous)


@cache
def dictionary(lang: str) -> Dictionary:
    path = FOLDER / f"{lang}-{_edition()}"
    memory = _opened(path) or _keep(path, _made(lang))
    size = int.from_bytes(memory[-SIZE:], "big")
    aliases, ambiguous = pickle.loads(memory[size:])
    return Dictionary(BytesTrie().map(memory), aliases, ambiguous, memory)


@cache
def _edition() -> str:
    """Of all that decides what stands in a file."""
    installed = sorted(name for name in os.listdir(sysconfig.get_path("purelib")) if name.startswith(PACKAGES))
    programs = [sys.version, *installed]
    code = [Path(str(file)).read_bytes() for file in (__file__, nordic.__file__)]
    return hashlib.sha256(b"\n".join(["\n".join(programs).encode(), *code])).hexdigest()[:16]


def _made(lang: str) -> bytes:
    """Asks the packages themselves, which take a tenth of a second only to import."""
    from simplemma.strategies.dictionaries.dictionary_factory import SUPPORTED_LANGUAGES, DefaultDictionaryFactory
    from wordfreq import available_languages, get_frequency_list

    lemmas: Mapping[str, str] = DefaultDictionaryFactory().get_dictionary(lang) if lang in SUPPORTED_LANGUAGES else {}
    by_rank = enumerate(get_frequency_list(lang, "small") if lang in available_languages("small") else ())
    frequencies = {word: MOST - rank for rank, words in by_rank for word in words}
    known = {**dict.fromkeys(lemmas, KNOWN), **frequencies}
    trie = BytesTrie((word, zipf.to_bytes(2, "big") + lemmas.get(word, "").encode()) for word, zipf in known.items())
    inflected = ((form, lemmas[word]) for word in frequencies if word in lemmas for form in nordic.words(word))
    aliases = sorted({pair for form, lemma in inflected if len(set(pair := (nordic.key(form), nordic.key(lemma)))) > 1})
    forms = {(nordic.key(form), nordic.exact(form)) for word in frequencies for form in nordic.words(word)}
    ambiguous = sorted(key for key, count in Counter(key for key, _ in forms).items() if count > 1)
    words: bytes = trie.tobytes()
    return words + pickle.dumps((aliases, ambiguous)) + len(words).to_bytes(SIZE, "big")


def _opened(path: Path) -> memoryview | None:
    """A whole file's content, read where it is needed, and once for all processes."""
    with suppress(OSError, ValueError), path.open("rb") as file:
        whole = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
        if whole[-CHECK:] == _check(whole[:-CHECK]):
            return whole[:-CHECK]
    return None


def _keep(path: Path, content: bytes) -> memoryview:
    """Write a file so that it is never seen in part, and take away what other editions and broken runs have left."""
    part = path.with_name(f"{path.name}.{os.urandom(8).hex()}")
    with suppress(OSError):
        path.parent.mkdir(exist_ok=True)
        part.write_bytes(content + _check(content))
        part.replace(path)
        for other in path.parent.glob(f"{path.name.partition('-')[0]}-*"):
            if other != path:
                other.unlink()
    return memoryview(content)


def _check(content: bytes | memoryview) -> bytes:
    return zlib.crc32(content).to_bytes(CHECK, "big")
