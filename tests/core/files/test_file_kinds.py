"""Files are what their names say: each is read by a library that knows its kind."""

import zipfile
from io import BytesIO
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile
from PIL import Image
from pypdf import PdfWriter

from core.files import file_kinds, pictures
from core.files.file_kinds import KINDS, validate_content
from core.files.uploads import plain, validate_scan, validate_upload
from tests.factories import PDF, pdf_file, photograph

PNG = photograph(kind="PNG")
JPEG = photograph()
PAGE = b"<!DOCTYPE html><script>alert(1)</script>"


def package(**members: bytes) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


OFFICE = {
    kind: package(**{"[Content_Types].xml": b"<Types/>", f"{folder}/main.xml": b"<x/>"})
    for kind, folder in (("docx", "word"), ("xlsx", "xl"), ("pptx", "ppt"))
}
OPEN = {kind: package(mimetype=KINDS[kind][1].encode()) for kind in ("odt", "ods", "odp")}
GOOD = {"pdf": PDF, "png": PNG, "jpg": JPEG, "jpeg": JPEG, "txt": "城市 – cité".encode()}
GOOD |= OFFICE | OPEN


def file(content: bytes, name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_good_file_of_each_kind_is_taken_in_memory_and_on_disk(kind: str) -> None:
    validate_upload(file(GOOD[kind], f"a.{kind}"))
    with TemporaryUploadedFile(f"a.{kind}", "", len(GOOD[kind]), None) as on_disk:
        on_disk.write(GOOD[kind])
        validate_upload(on_disk)

        assert on_disk.tell() == 0


@pytest.mark.parametrize("kind", sorted(set(KINDS) - {"txt"}))
def test_no_file_passes_under_the_name_of_another_kind(kind: str) -> None:
    for other, content in GOOD.items():
        if {kind, other} not in ({"jpg", "jpeg"}, {kind}):
            with pytest.raises(ValidationError):
                validate_content(file(content, f"a.{kind}"))


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"\x89PNG\r\n\x1a\n" + PAGE, "a.png"),
        (PNG[:60], "a.png"),
        (PNG[: len(PNG) // 2], "a.png"),
        (b"\xff\xd8\xff\xe0" + PAGE, "a.jpg"),
        (PNG + OFFICE["docx"], "a.png"),
        (JPEG + package(**{"a.html": PAGE}), "a.jpg"),
        (JPEG[:4] + PAGE + JPEG[4:], "a.jpg"),
        (b"%PDF-1.7\n" + PAGE + PDF[9:], "a.pdf"),
        (PDF + PAGE, "a.pdf"),
        (PDF + package(**{"a.html": PAGE}), "a.pdf"),
        (PDF + package(**{"a.html": PAGE}) + b"%%EOF", "a.pdf"),
        (b"%PDF-1.7\nnothing else\n%%EOF", "a.pdf"),
        (PDF[: len(PDF) // 2] + b"\n%%EOF", "a.pdf"),
        (pdf_file(pages=0), "a.pdf"),
        (pdf_file(password="x"), "a.pdf"),
        (package(**{"a.html": PAGE}), "a.docx"),
        (OFFICE["xlsx"], "a.docx"),
        (OPEN["odt"], "a.ods"),
        (package(mimetype=b"text/html"), "a.odt"),
        (b"MZ\0\0binary", "a.txt"),
        (package(**{"a.html": PAGE}), "a.txt"),
    ],
)
def test_what_only_begins_like_its_kind_or_is_two_things_at_once_is_refused(
    content: bytes, name: str
) -> None:
    with pytest.raises(ValidationError) as refused:
        validate_content(file(content, name))

    assert str(refused.value.messages[0]).endswith(".")


@pytest.mark.parametrize("mark", [*file_kinds._ACTIVE, b"<SCRIPT", b"<HtMl"])
def test_what_a_browser_could_run_is_in_no_head_of_a_file(mark: bytes) -> None:
    for before in (0, file_kinds._HEAD - 10 - len(mark)):
        content = PDF[:9] + b"%" + b"x" * before + mark + b"\n" + PDF[9:]
        with pytest.raises(ValidationError, match="does not match its extension"):
            validate_content(file(content, "a.pdf"))


def test_a_package_with_macros_or_without_its_list_of_types_is_refused() -> None:
    with_macros = package(
        **{
            "[Content_Types].xml": b"<Types/>",
            "word/main.xml": b"<x/>",
            "word/VbaProject.bin": b"x",
        }
    )
    without_types = package(**{"word/main.xml": b"<x/>"})

    with pytest.raises(ValidationError, match="macros"):
        validate_content(file(with_macros, "a.docx"))
    with pytest.raises(ValidationError, match="does not match its extension"):
        validate_content(file(without_types, "a.docx"))


def test_a_package_holds_at_most_5000_members() -> None:
    most = {"[Content_Types].xml": b"", **{f"word/{number}": b"" for number in range(4_999)}}
    validate_content(file(package(**most), "a.docx"))

    with pytest.raises(ValidationError, match="too large when unpacked"):
        validate_content(file(package(**most, more=b""), "a.docx"))


def test_a_package_that_asks_for_a_password_is_refused() -> None:
    # The first bit of the flags of a member, in its own header and in the list at the end.
    content = bytearray(OPEN["odt"])
    for header, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(header) + flags] |= 1

    with pytest.raises(ValidationError, match="damaged"):
        validate_content(file(bytes(content), "a.odt"))


def test_a_pdf_that_only_forbids_changes_is_taken() -> None:
    writer, out = PdfWriter(), BytesIO()
    writer.add_blank_page(595, 842)
    writer.encrypt("", owner_password="of the author", algorithm="AES-256")
    writer.write(out)

    validate_content(file(out.getvalue(), "a.pdf"))

    with pytest.raises(ValidationError, match="password"):
        validate_content(file(pdf_file(password="x"), "a.pdf"))


def test_each_kind_is_sent_as_what_it_is() -> None:
    microsoft = "application/vnd.openxmlformats-officedocument."
    open_document = "application/vnd.oasis.opendocument."

    assert {kind: content_type for kind, (_begins, content_type) in KINDS.items()} == {
        "pdf": "application/pdf",
        "png": "image/png",
        "jpg": "image/jpeg",
        "jpeg": "image/jpeg",
        "docx": f"{microsoft}wordprocessingml.document",
        "xlsx": f"{microsoft}spreadsheetml.sheet",
        "pptx": f"{microsoft}presentationml.presentation",
        "odt": f"{open_document}text",
        "ods": f"{open_document}spreadsheet",
        "odp": f"{open_document}presentation",
        "txt": "text/plain; charset=utf-8",
    }


def test_only_what_a_scanner_makes_is_a_scan() -> None:
    for kind in KINDS:
        if kind in ("pdf", "jpg", "jpeg", "png"):
            validate_scan(file(GOOD[kind], f"a.{kind}"))
        else:
            with pytest.raises(ValidationError, match="Choose one of: pdf, jpg, jpeg, png"):
                validate_scan(file(GOOD[kind], f"a.{kind}"))


def test_of_a_picture_only_pixels_are_kept_in_its_own_format() -> None:
    exif = Image.Exif()
    exif[0x010E] = "113.2644 E"
    turned = Image.Exif()
    turned[0x0112] = 6
    scan = photograph((400, 500), kind="PNG", exif=exif) + b"trailing"

    kept = plain(file(scan, "scan.png"))
    upright = plain(file(photograph((400, 500), exif=turned), "scan.JPG"))

    assert kept.name == "scan.png"
    assert b"113.2644" in scan
    content = kept.read()
    assert b"113.2644" not in content
    assert b"trailing" not in content
    assert Image.open(BytesIO(content)).size == (400, 500)
    assert Image.open(upright).size == (500, 400)


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P", "L", "1", "I;16", "CMYK", "YCbCr"])
def test_scans_of_every_colour_are_written_again(mode: str) -> None:
    out = BytesIO()
    form = "JPEG" if mode in ("CMYK", "YCbCr") else "PNG"
    Image.new(mode, (300, 300)).save(out, form)

    again = plain(file(out.getvalue(), f"a.{'jpg' if form == 'JPEG' else 'png'}"))

    assert Image.open(again).size == (300, 300)


def test_a_picture_of_too_many_pixels_is_refused_before_it_is_unpacked(monkeypatch: Any) -> None:
    monkeypatch.setattr(pictures, "_MOST_SCANNED", 400 * 500 - 1)

    with pytest.raises(ValidationError, match="too many pixels"):
        validate_content(file(PNG, "a.png"))


def test_other_files_are_kept_as_they_came() -> None:
    upload = file(PDF, "a.pdf")

    assert plain(upload) is upload
