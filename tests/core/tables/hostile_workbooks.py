"""Files that no import should take. Each is small; what it asks of its reader is not."""

import io
import struct
import zipfile

import xlsxwriter

_SHEET = "xl/worksheets/sheet1.xml"


def workbook(rows: list[list[object]]) -> bytes:
    """A harmless workbook of one sheet."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False})
    page = book.add_worksheet("Programme")
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            page.write(number, column, value)
    book.close()
    return file.getvalue()


def rewritten(data: bytes, changes: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """The same package with other contents of some parts."""
    out = io.BytesIO()
    old = zipfile.ZipFile(io.BytesIO(data))
    with old, zipfile.ZipFile(out, "w", method, compresslevel=1) as new:
        for name in old.namelist():
            if name not in changes:
                new.writestr(name, old.read(name))
        for name, content in changes.items():
            new.writestr(name, content)
    return out.getvalue()


def sheet_xml(inside: bytes, before: bytes = b"") -> bytes:
    """A sheet of hand-written XML."""
    space = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return (
        b'<?xml version="1.0"?>'
        + before
        + b'<worksheet xmlns="'
        + space
        + b'">'
        + inside
        + (b"</worksheet>")
    )


def with_sheet(inside: bytes, before: bytes = b"", method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A workbook whose sheet is `inside`."""
    return rewritten(workbook([["a", "b"]]), {_SHEET: sheet_xml(inside, before)}, method)


def lying(data: bytes, name: str) -> bytes:
    """The package with a directory that says of part `name` that it unpacks to 100 bytes."""
    changed = bytearray(data)
    at = data.rfind(name.encode()) - 46
    assert changed[at : at + 4] == b"PK\x01\x02"
    struct.pack_into("<L", changed, at + 24, 100)
    return bytes(changed)


def bombs() -> dict[str, bytes]:
    """Each kind, by what it does."""
    big = with_sheet(b"<sheetData>" + b" " * 300_000_000 + b"</sheetData>")
    entity = b'<!DOCTYPE w [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    row = b"<sheetData><row><c t='inlineStr'><is><t>x</t></is></c></row></sheetData>"
    many = io.BytesIO()
    with zipfile.ZipFile(many, "w") as package:
        for number in range(5_000):
            package.writestr(f"{number}", b"")
    plain = workbook([["a", "b"]])
    utf16 = ('<?xml version="1.0" encoding="utf-16"?><!DOCTYPE a [<!ENTITY b "c">]><a/>').encode(
        "utf-16"
    )
    return {
        "300 MB of blanks": big,
        "300 MB with a lying directory": lying(big, _SHEET),
        "an entity": with_sheet(row, entity),
        "an entity in UTF-16": rewritten(plain, {"docProps/core.xml": utf16}),
        "5,000 members": many.getvalue(),
        "two million styles": rewritten(
            plain, {"xl/styles.xml": b"<a>" + b"<xf/>" * 2_000_000 + b"</a>"}
        ),
        "a million texts under another name": _renamed_texts(plain),
        "two million cells": with_sheet(
            b"<sheetData><row>" + b"<c/>" * 2_000_000 + b"</row></sheetData>"
        ),
        "a million attributes": with_sheet(
            b"<a " + b" ".join(b'a%d="1"' % n for n in range(1_000_000)) + b"/>"
        ),
        "a row below all rows": with_sheet(
            b'<sheetData><row r="1048576"><c r="A1048576"><v>1</v></c></row></sheetData>'
        ),
        "a column beyond all columns": with_sheet(
            b'<sheetData><row r="1"><c r="XFD1"><v>1</v></c></row></sheetData>'
        ),
        "packed another way": with_sheet(row, method=zipfile.ZIP_BZIP2),
        "macros": rewritten(plain, {"xl/vbaProject.bin": b"x"}),
        "one text in every cell": _repeated(),
        "damaged": plain[: len(plain) // 2],
        "no workbook": rewritten(plain, {"[Content_Types].xml": b"<a/>"}),
        "5 MB that may be in any encoding": bytes(range(0xA1, 0xFF)) * 53_000,
        "a million cells that may be in any encoding": b"\xcc\xe1\xf1,\xe9\xcc\n" * 700_000,
        "50 MB of text": b"a,b\r\n" * 10_000_000,
        "an old workbook": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1000),
        "a picture": b"\x89PNG\r\n\x1a\n" + bytes(1000),
        "nothing": b"",
    }


def _repeated() -> bytes:
    cell = b"<c t='s'><v>0</v></c>"
    rows = (b"<row>" + cell * 20 + b"</row>") * 3_000
    space = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    text = b"<sst xmlns='" + space + b"'><si><t>" + b"x" * 32_000 + b"</t></si></sst>"
    return rewritten(
        workbook([["a", "b"]]),
        {_SHEET: sheet_xml(b"<sheetData>" + rows + b"</sheetData>"), "xl/sharedStrings.xml": text},
    )


def _renamed_texts(plain: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(plain)) as package:
        types = package.read("[Content_Types].xml")
    space = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    texts = b"<sst xmlns='" + space + b"'>" + b"<si><t>x</t></si>" * 1_000_000 + b"</sst>"
    assert b"/xl/sharedStrings.xml" in types
    types = types.replace(b"/xl/sharedStrings.xml", b"/xl/media/picture.png")
    return rewritten(plain, {"[Content_Types].xml": types, "xl/media/picture.png": texts})
