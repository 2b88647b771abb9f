"""Mails have short lines, and names of strangers are names and nothing else in them."""

import pytest

from mail.plain_text import WIDTH, as_name, wrapped


@pytest.mark.parametrize(
    "name",
    [
        "Ana",
        "Ana 2",
        "Henry the 8th",
        "José María Aznar López",
        "Nguyễn Văn A",
        "张伟",
        "김민준",
        "محمد بن سلمان آل سعود",
        "O’Brien-Smith",
        "D'Angelo",
        "Jean Jr.",
        "María del Carmen de la Fuente Ramírez y Ortega",
        "علی‌رضا",
        "Dr. Anna (Mia) Groß",
    ],
)
def test_a_name_is_said_as_it_is_written(name: str) -> None:
    assert as_name(name, "x") == name


@pytest.mark.parametrize(
    "text",
    [
        "URGENT: pay your hotel at http://evil.test/pay now",
        "evil.test",
        "www evil test",
        "pay at evil。test",
        "pay at evil．test",
        "mail a@evil.test",
        "Ana <b>",
        "[Ana](x)",
        "Call +49 30 1234",
        "hxxp//evil",
        "",
        "\u202e\u200b",
        "word " * 11,
        "x" * 81,
        "Ana & Co?",
        "١٢٣٤٥ Ana",
        "Ana #1",
        "e\u200bvil.test",
    ],
)
def test_whatever_is_no_name_is_left_out(text: str) -> None:
    assert as_name(text, "a@example.org") == "a@example.org"


def test_a_name_is_one_line_that_no_mail_program_links() -> None:
    assert as_name("Ana\r\nBcc: x") == ""
    assert as_name("Ana\u2028 \t López\x00") == "Ana López"
    assert as_name("J.R.Smith") == "J. R. Smith"
    assert as_name("EVIL.TEST") == "EVIL. TEST"


@pytest.mark.parametrize(
    "text",
    [
        "word " * 60,
        "- item " + "long " * 40,
        "    indented " + "words " * 30,
        "全球市长论坛，" * 30,
        "グローバル「市長」フォーラム。" * 12,
        "كلمة طويلة جدا " * 20,
        "See https://forum.example/" + "x" * 120 + " and more " + "words " * 20,
        "",
        "short\n\nlines\n" + "stay " * 3,
    ],
)
def test_long_lines_are_broken_where_the_language_breaks_and_nothing_is_lost(text: str) -> None:
    lines = wrapped(text).split("\n")

    def columns(line: str) -> int:
        return sum(2 if "\u2e80" <= char <= "\uffef" else 1 for char in line)

    assert all(columns(one) <= WIDTH or " " not in one.strip() for one in lines)
    assert max(map(columns, lines)) <= max(WIDTH, 150)
    assert "".join(wrapped(text).split()) == "".join(text.split())
    assert not any(one.startswith(("，", "。", "」")) for one in lines)
    assert wrapped(wrapped(text)) == wrapped(text)
