"""The language that a paragraph reads as: py3langid's guess.

py3langid walks through a paragraph byte by byte. Its automaton knows sequences of up to LONGEST bytes, so that its state follows
from the last LONGEST bytes alone, and all bytes of a page can be walked side by side. What is summed up so, with the weights of
its own model, rules out other languages for nearly all paragraphs; only of the others it is asked itself.
"""

import hashlib
import shutil
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any, NamedTuple
from unicodedata import normalize

import numpy as np
import py3langid
from numpy.typing import NDArray
from py3langid.langid import MODEL_FILE, LanguageIdentifier

FOLDER = Path(sys.prefix) / "languages"
LANGID = {"nb": "no"}
"""Our codes where py3langid's differ."""

SHORTEST = 40
"""Letters a paragraph must have before its language is guessed."""

SURE = 0.8
"""How sure the guess must be. Both measured on the library's own paragraphs: no false alarm in 390 sections, and of 1,806
paragraphs put into another language's page 1,544 were found (in whole sections, all of 780)."""

LONGEST = 6
BREAK = "\0"
"""What no sequence has: after it the automaton is where it begins."""

BYTES = 256

Numbers = NDArray[Any]


def foreign(texts: Sequence[str], lang: str, languages: Sequence[str]) -> Iterator[tuple[int, str]]:
    """The positions of the texts that read as another of the languages than `lang`, each with that language."""
    codes = {LANGID.get(code, code): code for code in languages}
    long = [index for index, text in enumerate(texts) if len(text) >= SHORTEST and len(codes) > 1]
    for index in doubtful([texts[index] for index in long], LANGID.get(lang, lang), tuple(codes)):
        text = texts[long[index]]
        if sum(map(str.isalpha, text)) >= SHORTEST:
            guess, confidence = _identifier(tuple(codes)).classify(text)
            if codes.get(guess) != lang and confidence >= SURE:
                yield long[index], codes[guess]


def prepare(languages: Sequence[str]) -> None:
    """Have ready what guessing needs."""
    _model(tuple(LANGID.get(code, code) for code in languages))


def doubtful(texts: Sequence[str], own: str, codes: tuple[str, ...]) -> Sequence[int]:
    """The positions of those texts, none of them empty, of which py3langid may be SURE that they are not in `own`."""
    rivals = _rivals(codes, own)
    letters = [text.lower() if text.isupper() else text for text in texts]
    data = normalize("NFC", BREAK.join(letters)).encode("utf-8", "surrogatepass")
    lengths = np.array([len(text) for text in data.split(BREAK.encode())])
    if not texts or rivals is None or len(lengths) > len(texts):
        return range(len(texts))
    odds = np.exp(_evidence(_features(_model(codes), data), lengths, *rivals) / np.sqrt(lengths)).sum(axis=0)
    return [int(index) for index in np.flatnonzero(odds >= 0.99 * SURE / (1 - SURE))]


class Model(NamedTuple):
    """py3langid's model as far as some languages need it, what is common in them first, so that it lies together.

    `pairs` are the states after each two bytes; `moves` has the next state for each byte and row, `rows` the row of a state;
    `features` the feature that a state stands for, the last for none; `weights` are a feature's for each language.
    """

    classes: Numbers
    pairs: Numbers
    rows: Numbers
    moves: Numbers
    features: Numbers
    weights: Numbers
    priors: Numbers


def _features(model: Model, data: bytes) -> Numbers:
    """The feature at each byte."""
    letters = np.frombuffer(BREAK.encode() * (LONGEST - 1) + data, np.uint8).astype(np.int32)
    states = model.pairs.take(letters[:-1] * BYTES + letters[1:])
    letters *= model.moves.size // BYTES
    for step in range(2, LONGEST):
        states = model.moves.take(letters[step:] + model.rows.take(states[:-1]))
    return model.features.take(states)


def _evidence(features: Numbers, lengths: Numbers, weights: Numbers, priors: Numbers) -> Numbers:
    """For each rival and text, how much more the text speaks for the rival than for its own language.

    That is the sum of the rival's weights of the text's features, each times log(1 + its number).
    """
    shift = weights.shape[1].bit_length()
    kind = np.int32 if shift + len(lengths).bit_length() < 32 else np.int64  # the smaller sorts faster
    texts = np.arange(len(lengths), dtype=kind) << shift
    keys = np.repeat(texts, lengths + 1)[:-1] + features
    keys.sort()
    last = np.ones(len(keys), bool)
    np.not_equal(keys[1:], keys[:-1], out=last[:-1])
    ends = last.nonzero()[0]
    keys, counts = keys.take(ends), (ends + 1).astype(np.float32)
    counts[1:] -= counts[:-1].copy()
    counts = np.log1p(counts)
    starts, found = keys.searchsorted(texts), keys & ((1 << shift) - 1)
    return np.array([np.add.reduceat(counts * row.take(found), starts) for row in weights]).reshape(-1, len(texts)) + priors


@cache
def _rivals(codes: tuple[str, ...], own: str) -> tuple[Numbers, Numbers] | None:
    """The other languages' weights and priors, as they differ from those of `own`; None where the model has not got that."""
    model = _model(codes)
    if own not in model.classes:
        return None
    place = model.classes.tolist().index(own)
    weights, priors = model.weights - model.weights[place], model.priors - model.priors[place]
    return np.ascontiguousarray(np.delete(weights, place, axis=0)), np.delete(priors, place)[:, None]


@cache
def _model(codes: tuple[str, ...]) -> Model:
    """The model, kept as it is needed, once for each environment: py3langid takes half a second to unpack its own."""
    made_by = hashlib.sha256(Path(__file__).read_bytes()).hexdigest()[:8]
    folder = FOLDER / "-".join(codes) / f"{py3langid.__version__}-{made_by}"
    try:
        return Model(*(np.asarray(np.load(folder / f"{name}.npy", mmap_mode="r")) for name in Model._fields))
    except (OSError, ValueError):  # not there, or cut off
        model = _made(codes)
        with suppress(OSError):
            shutil.rmtree(folder, ignore_errors=True)
            _keep(folder, model._asdict())
        return model


def _made(codes: tuple[str, ...]) -> Model:
    model = _identifier(codes)
    weights = np.asarray(model.nb_ptc, dtype=np.float32).T
    common = np.argsort(-weights.max(axis=0))
    row, moves = np.asarray(model.tk_row), np.asarray(model.tk_nextmove).reshape(-1, BYTES)
    features = np.asarray(model.tk_output)
    features = np.where(features < 0, len(common), np.argsort(common)[features])
    states = np.argsort(features, kind="stable")
    number = np.argsort(states)
    used, first = np.unique(row[states], return_index=True)
    rows = used[np.argsort(first)]
    return Model(
        np.array(model.nb_classes),
        number[moves[row[moves[row[0]]]]].ravel().astype(np.int32),
        np.argsort(rows)[row[states]].astype(np.int32),
        number[moves[rows]].T.ravel().astype(np.int32),
        features[states].astype(np.int32),
        np.append(weights[:, common], np.zeros((len(weights), 1), np.float32), axis=1),
        np.asarray(model.nb_pc),
    )


def _keep(folder: Path, tables: Mapping[str, Numbers]) -> None:
    """Write tables into a folder, in place of what stands beside it."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    others = list(folder.parent.iterdir())
    new = Path(mkdtemp(dir=folder.parent))
    try:
        for name, table in tables.items():
            np.save(new / f"{name}.npy", table)
        for other in others:
            shutil.rmtree(other, ignore_errors=True)
        new.rename(folder)
    finally:
        shutil.rmtree(new, ignore_errors=True)


@cache
def _identifier(codes: tuple[str, ...]) -> LanguageIdentifier:
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages([code for code in codes if code in identifier.nb_classes])
    return identifier
