"""The files of the search index: small, and little changed by a change."""

from random import Random

import pytest

from kundskab import shards
from kundskab.digits import BETWEEN, DIGITS, LARGEST, SMALLEST, level, number

LIMIT = 25_000


def keys(count: int) -> list[str]:
    random = Random(1)
    return ["".join(random.choices("abdefgiklmnoprstuv", k=random.randint(3, 14))) for _ in range(count)]


def made(postings: dict[str, int]) -> dict[str, str]:
    """Files by name, of keys that each stand on so many pages."""
    lines = {key: (list(range(pages)), ["A0"] * pages) for key, pages in postings.items()}
    return {name: text for name, _, text in shards.shards(lines, {})}


def read(files: dict[str, str]) -> list[str]:
    """The keys in the shards, as the browser reads them."""
    found = []
    for text in files.values():
        before = ""
        for line in text.split("\n"):
            before = before[: DIGITS.index(line[0])] + line[1:].partition(" ")[0]
            found.append(before)
    return found


def test_all_keys_stand_in_shards_of_a_middling_size() -> None:
    postings = {key: 1 + number % 40 for number, key in enumerate(keys(9000))}
    files = made(postings)
    sizes = [len(text.encode()) for text in files.values()]
    assert sorted(read(files)) == sorted(postings)
    assert max(sizes) <= LIMIT and 6_000 < sum(sizes) / len(sizes) < 14_000


@pytest.mark.parametrize(
    "postings",
    [{"kund": 20_000, "kunde": 20_000}, {"語" * length: 3 for length in range(1, 300)}, dict.fromkeys(keys(400), 900)],
    ids=["more pages than a shard can hold", "long words in another script", "long lines"],
)
def test_no_shard_is_too_large(postings: dict[str, int]) -> None:
    files = made(postings)
    assert max(len(text.encode()) for text in files.values()) <= LIMIT
    assert sorted(read(files)) == sorted(postings)


def test_a_key_with_too_many_pages_keeps_the_strongest() -> None:
    pages = shards.MOST + 100
    weak, strong = "10", "z0"
    postings = {"kund": (list(range(pages)), [strong if page % 3 == 0 else weak for page in range(pages)])}
    ((_, _, text),) = shards.shards(postings, {})
    assert text.count("z") == len(range(0, pages, 3))


@pytest.mark.parametrize("stem", ["aaa", "kunds", "vvvv"])
def test_keys_more_change_the_shard_that_they_stand_in_and_at_most_its_neighbours(stem: str) -> None:
    postings = {key: 1 + number % 40 for number, key in enumerate(keys(9000))}
    before = made(postings)
    after = made(postings | {f"{stem}{one}{other}": 5 for one in "abcdefgh" for other in "abcdefgh"})
    assert 1 <= sum(before.get(name) != text for name, text in after.items()) <= 4 < len(before) / 10


def test_words_stand_in_lists_of_one_length_by_whole_letters() -> None:
    words = {*keys(9000), "æble", "øre", "ab", "2026"}
    lists = list(shards.lists(words))
    assert len({name for name, *_ in lists}) == len(lists)
    lengths = [length for _, length, *_ in lists]
    assert lengths == sorted(lengths) and {"æble", "øre"} <= words
    for length in set(lengths):
        letters = "".join(letters for _, own, letters, _ in lists if own == length)
        assert len(set(letters)) == len(letters)


@pytest.mark.parametrize(("value", "text"), [(0, "0"), (31, "V"), (32, "W1"), (33, "X1"), (1024, "WW1")])
def test_a_number_has_as_few_digits_as_it_needs(value: int, text: str) -> None:
    assert number(value) == text


def test_levels_are_the_nearest_steps_of_a_logarithmic_scale() -> None:
    assert (level(0), level(SMALLEST), level(LARGEST), level(99)) == ("0", "0", "_", "_")
    assert level(BETWEEN[20] * 0.999) == DIGITS[20] and level(BETWEEN[20] * 1.001) == DIGITS[21]
