"""A secret is as good as it is hard to guess, not as it is long."""

import random
import string

import pytest
from django.core.exceptions import ImproperlyConfigured

from core.protection.entropy import entropy
from forum_portal.safety import check_secret

_LINES = string.ascii_lowercase + string.digits


@pytest.mark.parametrize(
    "secret",
    [
        "abcdefghij" * 6,
        "Abcdefghij" * 6,
        "1234567890" * 6,
        "ab" * 20 + "cdefghijkl",
        "password" * 8,
        "Password1234" * 5,
        "".join(letter * 4 for letter in string.ascii_lowercase),
        "qwertyuiopasdfghjklzxcvbnm1234567890" * 2,
        _LINES + _LINES[::-1],
        _LINES + string.ascii_uppercase,
        "correct-horse-battery-staple-" * 3,
        "c0ffee00-1111-2222-3333-444444444444" * 2,
        "forumforumforum2027guangzhouguangzhou2027forumforumforum",
        "secret-key-secret-key-secret-key-secret-key-secret-key-secret-key",
        "the mayors of all cities are welcome in our beautiful city",
    ],
)
def test_what_repeats_counts_on_or_is_written_in_words_is_refused(secret: str) -> None:
    assert len(secret) >= 50

    with pytest.raises(ImproperlyConfigured, match=r"^DATA_KEYS .*easy to guess"):
        check_secret(secret, "DATA_KEYS")


@pytest.mark.parametrize(
    "alphabet",
    [
        "0123456789abcdef",
        string.digits,
        string.ascii_letters + string.digits + "-_",
        string.ascii_letters + string.digits + string.punctuation,
        string.ascii_uppercase + "234567",
    ],
)
def test_what_chance_has_written_is_taken(alphabet: str) -> None:
    chance = random.Random(1)

    for _try in range(200):
        check_secret("".join(chance.choices(alphabet, k=60)))


def test_more_of_the_same_adds_next_to_nothing() -> None:
    once, often = entropy("Zt7-q9LmX2vRb4Kc"), entropy("Zt7-q9LmX2vRb4Kc" * 10)

    assert once > 50
    assert often < once + 20
