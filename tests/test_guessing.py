"""The sums that rule languages out, against py3langid itself."""

from pathlib import Path
from random import Random
from unicodedata import normalize

import pytest

from kundskab import load, settings
from kundskab.rules import guessing

LANGUAGES = ("da", "nb", "sv")
CODES = ("da", "no", "sv")
ODD = [
    "København",
    "МОСКВА",
    "你好",
    "e\u0301",
    "\0",
    "😀",
    "ΑΣ",
    "ﬁ",
    "İ",
    "\ud800",
    "42",
    "!!",
    "\x7f",
    "\xa0",
    "gå",
    "för",
    "ikke",
]


@pytest.fixture(scope="module")
def paragraphs() -> dict[str, list[str]]:
    """Our own, of each language."""
    tree = load.load(settings.read())
    found: dict[str, list[str]] = {lang: [] for lang in LANGUAGES}
    for page, passages in tree.passages.items():
        found[page.lang] += [passage.own for passage in passages if passage.running]
    return found


def asked_of_each(texts: list[str], lang: str) -> list[tuple[int, str]]:
    """What the rule is: py3langid's guess of every text that is long enough."""
    codes, found = dict(zip(CODES, LANGUAGES, strict=True)), []
    for index, text in enumerate(texts):
        guess, confidence = guessing._identifier(CODES).classify(text)
        if sum(map(str.isalpha, text)) >= guessing.SHORTEST and codes[guess] != lang and confidence >= guessing.SURE:
            found.append((index, codes[guess]))
    return found


def mixed(paragraphs: dict[str, list[str]], random: Random) -> str:
    """Words of two languages, sentences or single ones, sometimes with what no language has, or otherwise written."""
    one, other = (random.choice(paragraphs[lang]).split() for lang in random.sample(LANGUAGES, 2))
    rate = random.random()
    if random.random() < 0.5:
        words = one[: int(rate * len(one))] + other
    else:
        words = [random.choice(one) if random.random() < rate else word for word in other]
    if random.random() < 0.2:
        words.insert(random.randrange(len(words) + 1), random.choice(ODD) * random.randint(1, 30))
    text = " ".join(words)
    return random.choice([text] * 6 + [text.upper(), normalize("NFD", text)])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_py3langid_would_call_another_language_is_found_and_nothing_else(
    paragraphs: dict[str, list[str]], lang: str
) -> None:
    random = Random(lang)
    texts = [*paragraphs["da"], *paragraphs["nb"], *paragraphs["sv"], *(mixed(paragraphs, random) for _ in range(2000))]
    random.shuffle(texts)
    found = [(start + index, other) for start in range(0, len(texts), 20) for index, other in _foreign(texts, start, lang)]
    assert found == asked_of_each(texts, lang)
    assert len(found) > 2000


def _foreign(texts: list[str], start: int, lang: str) -> list[tuple[int, str]]:
    return list(guessing.foreign(texts[start : start + 20], lang, LANGUAGES))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_of_our_own_paragraphs_hardly_any_is_asked_about(paragraphs: dict[str, list[str]], lang: str) -> None:
    texts = [text for text in paragraphs[lang] if len(text) >= guessing.SHORTEST]
    assert len(guessing.doubtful(texts, guessing.LANGID.get(lang, lang), CODES)) < 5


def test_a_page_may_have_very_many_paragraphs(paragraphs: dict[str, list[str]]) -> None:
    texts = [text for text in (*paragraphs["da"], *paragraphs["sv"]) if len(text) >= guessing.SHORTEST]
    once, times = guessing.doubtful(texts, "da", CODES), 1 + (1 << 14) // len(texts)
    assert guessing.doubtful(texts * times, "da", CODES) == [n * len(texts) + index for n in range(times) for index in once]


def test_only_one_language_and_none_that_is_known_are_no_fault() -> None:
    assert list(guessing.foreign(["Vi ser hellere et brød for lidt end et for meget på hylden."], "da", ("da",))) == []
    assert list(guessing.foreign([], "da", LANGUAGES)) == []


def test_the_model_is_kept_in_place_of_older_ones(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guessing, "FOLDER", tmp_path)
    (tmp_path / "da-no-sv/older").mkdir(parents=True)
    made, read = (guessing._model.__wrapped__(CODES) for _ in range(2))
    (kept,) = (tmp_path / "da-no-sv").iterdir()
    assert kept.name != "older"
    assert all((one == other).all() for one, other in zip(made, read, strict=True))
    (kept / "moves.npy").write_bytes((kept / "moves.npy").read_bytes()[:1000])
    again = guessing._model.__wrapped__(CODES)
    assert (again.moves == made.moves).all(), "what was cut off is made again"
    assert (kept / "moves.npy").stat().st_size > 1000


def test_where_nothing_can_be_kept_the_model_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setattr(guessing, "FOLDER", tmp_path / "file")
    assert guessing._model.__wrapped__(CODES).classes.tolist() == list(CODES)
