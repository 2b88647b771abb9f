"""Tables of many countries in old encodings: read right, or asked about, never silently wrong."""

import unicodedata

import pytest

from core.tables.encodings import ENCODINGS, Doubtful, decode
from core.tables.grid import TableRefused
from tests.core.tables.foreign_tables import OFFICES, Office, encoded


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def _possible(data: bytes) -> list[str]:
    """The text of the file, or the texts that a person is asked to choose from."""
    try:
        return [_composed(decode(data).text)]
    except Doubtful as doubt:
        return [_composed(data.decode(one.encoding)) for one in doubt.readings]


@pytest.mark.parametrize("office", OFFICES, ids=lambda office: office.language)
def test_a_table_of_any_country_is_read_right(office: Office) -> None:
    for encoding in office.encodings:
        text = office.table(office.rows)

        decoded = decode(encoded(text, encoding))

        assert (encoding, _composed(decoded.text)) == (encoding, _composed(text))
        assert decoded.is_guessed


@pytest.mark.parametrize("office", OFFICES, ids=lambda office: office.language)
def test_of_a_short_table_the_right_reading_is_at_least_offered(office: Office) -> None:
    for encoding in office.encodings:
        text = office.table(office.rows[:3], "Given name;Family name;City;Office")

        assert _composed(text) in _possible(encoded(text, encoding))


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Name\r\nMu\u00f1oz\r\n", "cp1252"),
        ("Name\r\nKova\u010d\r\n", "cp1250"),
        ("Name\r\nOrd\u00f3\u00f1ez\r\nMu\u00f1oz\r\n", "mac_roman"),
        ("Name\r\nכהן\r\n", "cp1255"),
        ("Name\r\nЖуков\r\n", "mac_cyrillic"),
        ("Name\r\nIb\u00e1\u00f1ez\r\n", "cp1252"),
    ],
)
def test_of_a_single_name_somebody_is_asked(text: str, encoding: str) -> None:
    with pytest.raises(Doubtful) as doubt:
        decode(text.encode(encoding))

    found = {one.encoding: one.samples for one in doubt.value.readings}
    assert found[encoding] == tuple(text.split()[1:])
    assert len(found) > 1


@pytest.mark.parametrize(
    ("language", "encoding"),
    [
        ("Greek", "cp737"),
        ("Russian", "iso8859_5"),
        ("Spanish", "hp_roman8"),
        ("Korean", "johab"),
        ("Polish", "iso8859_16"),
        ("Latvian", "cp775"),
    ],
)
def test_an_encoding_that_nobody_thought_of_is_never_taken_for_another(
    language: str, encoding: str
) -> None:
    office = next(one for one in OFFICES if one.language == language)

    with pytest.raises(TableRefused):
        decode(office.table(office.rows).encode(encoding))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("office", [OFFICES[0], OFFICES[-1]], ids=lambda office: office.language)
def test_unicode_is_known_and_no_guess(office: Office, encoding: str) -> None:
    text = office.table(office.rows)

    decoded = decode(text.encode(encoding))

    assert (decoded.text, decoded.is_guessed) == (text, False)


def test_a_file_of_utf_8_that_was_cut_is_not_read_as_something_else() -> None:
    office = OFFICES[0]

    with pytest.raises(TableRefused, match="cannot be read"):
        decode(office.table(office.rows).encode()[:-12] + b"\xc5\r\n")


def test_accents_in_a_chinese_encoding_are_read() -> None:
    text = (
        "Name;City\r\nJosé Béranger;Orléans\r\nМария Иванова;Москва\r\n王伟;广州\r\n李娜;武汉\r\n"
    )

    assert decode(text.encode("gb18030")).text == text


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_every_encoding_may_be_chosen(encoding: str) -> None:
    assert decode("Name;City\r\nAna;Lima\r\n".encode(encoding), encoding).encoding == encoding
