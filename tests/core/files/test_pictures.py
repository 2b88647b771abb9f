"""Photographs: pixels are kept, and nothing else that was in the file."""

import resource
import struct
import zlib
from io import BytesIO
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from core.files.pictures import plain_photograph
from tests.factories import photograph

SECRET = b"113.2644 E, 23.1291 N"


def upload(content: bytes, name: str = "me.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="image/jpeg")


def kept(content: bytes) -> Any:
    return Image.open(BytesIO(plain_photograph(upload(content)).read()))


def with_place(turned: int = 1) -> bytes:
    exif = Image.Exif()
    exif[0x0112] = turned
    exif[0x010E] = SECRET.decode()
    return photograph((400, 500), exif=exif, comment=SECRET) + SECRET


def test_where_and_with_what_a_picture_was_taken_does_not_pass() -> None:
    content = with_place()
    assert content.count(SECRET) == 3

    plain = plain_photograph(upload(content)).read()

    assert SECRET not in plain
    assert dict(Image.open(BytesIO(plain)).getexif()) == {}


def test_a_picture_that_a_phone_held_sideways_stands_upright() -> None:
    assert kept(with_place(turned=6)).size == (500, 400)


def test_a_large_picture_is_made_smaller_and_keeps_its_shape() -> None:
    assert kept(photograph((3000, 4000))).size == (900, 1200)


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P", "L", "1", "I;16"])
def test_pictures_of_any_kind_come_out_in_plain_colours(mode: str) -> None:
    out = BytesIO()
    Image.new(mode, (300, 300)).save(out, "PNG")

    assert (kept(out.getvalue()).mode, kept(out.getvalue()).format) == ("RGB", "JPEG")


def test_what_is_transparent_becomes_white() -> None:
    out = BytesIO()
    Image.new("RGBA", (300, 300), (0, 0, 0, 0)).save(out, "PNG")

    assert kept(out.getvalue()).getpixel((150, 150)) == (255, 255, 255)


def test_a_photograph_for_print_in_four_colours_is_taken() -> None:
    out = BytesIO()
    Image.new("CMYK", (300, 300)).save(out, "JPEG")

    assert kept(out.getvalue()).mode == "RGB"


def png_that_says(width: int, height: int) -> bytes:
    """A file of a few bytes that claims to be a huge picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        check = zlib.crc32(kind + data)
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", check)

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = zlib.compress(bytes(1000))
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
    )


REFUSED = {
    "a page": (b"<svg onload=alert(1)>", "photograph cannot be read"),
    "nothing": (b"", "photograph cannot be read"),
    "an animated picture": (b"GIF89a" + bytes(500), "photograph cannot be read"),
    "a damaged one": (photograph()[:600], "photograph cannot be read"),
    "a bomb": (png_that_says(30_000, 30_000), "too many pixels"),
    "more than anybody has": (png_that_says(2**31 - 1, 2**31 - 1), "too many pixels|be read"),
    "one that lies": (png_that_says(1000, 1000), "photograph cannot be read"),
    "a progressive one of 20 million": (
        photograph((5000, 4000), progressive=True),
        "too many pixels",
    ),
    "a stamp": (photograph((150, 150)), "too small"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_usable_photograph_is_refused_in_words(name: str) -> None:
    content, words = REFUSED[name]

    with pytest.raises(ValidationError, match=words):
        plain_photograph(upload(content))


def test_a_file_that_is_too_large_is_not_opened() -> None:
    file = upload(b"")
    file.size = 16 * 1024 * 1024

    with pytest.raises(ValidationError, match="15 MB"):
        plain_photograph(file)


def test_a_camera_s_largest_picture_costs_little_memory() -> None:
    content = photograph((9000, 6000))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    assert kept(content).size == (1200, 800)

    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100 * 1024
