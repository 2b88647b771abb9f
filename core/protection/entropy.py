"""How hard a secret is to guess: an estimate in bits, from what it looks like.

Each piece costs what it takes to say: a character that is new, a stretch that came before, a run
(abc, 321), a common password. Like zxcvbn (USENIX Security 2016), for keys rather than passwords.
"""

import gzip
import math
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import django.contrib.auth

_WORD_SIZES = range(4, 17)
# Written language says little with each letter (Shannon 1951: about one bit; here in doubt more).
_PROSE_BITS = 1.5


def entropy(secret: str) -> float:
    """The bits that somebody who knows such tricks would have to guess, at most."""
    text, place, bits = secret.lower(), 0, 0.0
    letter = _PROSE_BITS if _is_prose(secret) else math.log2(max(2, len(set(secret))))
    while place < len(text):
        pieces = [(letter, 1), *_longer_pieces(text, place, letter)]
        cost, size = min(pieces, key=lambda piece: piece[0] / piece[1])
        bits, place = bits + cost, place + size
    return bits


def _longer_pieces(text: str, place: int, letter: float) -> Iterator[tuple[float, int]]:
    """Ways to say more than one character at `place`: their bits and their sizes."""
    again = run = 1
    while (
        again <= len(text) - place
        and text.find(text[place : place + again], 0, place + again - 1) >= 0
    ):
        again += 1
    if again > 2:
        yield math.log2(len(text)) + math.log2(again), again - 1
    while place + run < len(text) and abs(ord(text[place + run]) - ord(text[place + run - 1])) <= 1:
        run += 1
    if run > 3:
        yield letter + math.log2(run), run
    passwords = _common_passwords()
    for size in _WORD_SIZES:
        if text[place : place + size] in passwords:
            yield math.log2(len(passwords)), size


def _is_prose(secret: str) -> bool:
    """Whether most of it are letters of one case, with as many vowels as language has."""
    letters = [char for char in secret if char.isalpha()]
    if len(letters) < 0.7 * len(secret):
        return False
    vowels = sum(char in "aeiouAEIOU" for char in letters)
    in_small = sum(char.islower() for char in letters)
    return vowels > 0.3 * len(letters) and not 0.1 < in_small / len(letters) < 0.9


@lru_cache(maxsize=1)
def _common_passwords() -> frozenset[str]:
    path = Path(django.contrib.auth.__file__).parent / "common-passwords.txt.gz"
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return frozenset(line.strip() for line in file)
