"""Recognize e-mail addresses and phone numbers in a search, however they are typed."""

import re
import unicodedata
from dataclasses import dataclass

# Fewer digits are a year, a room or the number of a flight.
FEWEST_DIGITS = 6
_ADDRESS = re.compile(r"[^\s<>()\[\],;:\"]*@[^\s<>()\[\],;:\"]*")
_NUMBER = re.compile(rf"\d(?:[^\w@]*\d){{{FEWEST_DIGITS - 1},}}")
# The zero of a national number that is left out from abroad: +49 (0)30 …
TRUNK_ZERO = "(0)"


@dataclass(frozen=True, slots=True)
class Search:
    """A search: words for names, parts of addresses, digits of phone numbers."""

    words: str
    addresses: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()

    @property
    def names_contacts(self) -> bool:
        """Whether the search contains an address or a phone number."""
        return bool(self.addresses or self.numbers)


def parse_search(text: str) -> Search:
    """Split `text` into addresses, phone numbers and the remaining words."""
    plain = "".join(_plain(char) for char in unicodedata.normalize("NFKC", text))
    plain = plain.replace("mailto:", " ").replace(TRUNK_ZERO, " ")
    addresses = tuple(
        address.strip(".'") for address in _ADDRESS.findall(plain) if address.strip("@.'")
    )
    rest = _ADDRESS.sub(" ", plain)
    numbers = tuple(re.sub(r"\D", "", number) for number in _NUMBER.findall(rest))
    # What stood around them (a plus, brackets, commas) is no word.
    words = " ".join(word for word in _NUMBER.sub(" ", rest).split() if re.search(r"\w", word))
    return Search(words, addresses, numbers)


def _plain(char: str) -> str:
    if char.isdecimal():
        return str(unicodedata.decimal(char))
    return "" if unicodedata.category(char) == "Cf" else char


def without_prefix(number: str) -> str:
    """The digits without 00 or the trunk zero; all of them if few would be left."""
    short = number.lstrip("0")
    return short if len(short) >= FEWEST_DIGITS else number


def national_forms(number: str) -> list[str]:
    """The forms in which an international number may be stored without its country code."""
    ends = (number[at:] for at in range(1, len(number) - FEWEST_DIGITS))
    return [f"{zero}{end}" for end in ends for zero in ("", "0")]
