"""Photographs that people upload: only their pixels are kept, rewritten.

Where and with what a picture was taken, previews in it and whatever was hung on to its end do not
pass, and neither does a file that is no picture (security: rule 6, "check size before decode").
"""

from io import BytesIO
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.files.base import ContentFile
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from PIL.Image import Image as Picture

MOST_BYTES = 15 * 1024 * 1024
# In pixels. A baseline JPEG is read at a fraction of its size; everything else is unpacked whole.
_MOST_PIXELS, _MOST_UNPACKED = 60_000_000, 16_000_000
# The longest side that is kept, in pixels: enough for print at the size of a badge.
_LONGEST, _SHORTEST = 1200, 200
# The same for a picture as wide as a page.
_WIDEST, _SHORTEST_OF_PAGE = 1600, 600
_QUALITY = 85
_TOO_MANY = _("This photograph has too many pixels. Make it smaller.")
# A page of A4 scanned at 600 dots an inch has 35 million.
_MOST_SCANNED = 40_000_000
_SCAN_QUALITY = 90
# Width and height in pixels: twice what a page shows.
_LOGO = (600, 300)
# What a damaged file makes the decoder raise is not listed anywhere.
_UNREADABLE = (OSError, ValueError, SyntaxError, ArithmeticError, LookupError, TypeError)


def plain_photograph(
    file: "File[bytes]", *, longest: int = _LONGEST, shortest: int = _SHORTEST
) -> "ContentFile[bytes]":
    """The photograph as an upright JPEG of at most `longest` pixels, with nothing but its pixels.

    Each side needs at least `shortest` pixels.

    Raises ValidationError, in words for the person who chose the file.
    """
    from PIL import Image, ImageOps  # noqa: PLC0415  (only an upload needs it)

    if (file.size or 0) > MOST_BYTES:
        raise ValidationError(_("This photograph is larger than 15 MB. Make it smaller."))
    file.seek(0)
    try:
        with Image.open(file, formats=("JPEG", "PNG")) as picture:
            _refuse_size(picture, shortest)
            picture.draft("RGB", (longest, longest))
            upright = ImageOps.exif_transpose(picture)
            upright.thumbnail((longest, longest))
            out = BytesIO()
            plain = _on_white(upright)
            # Pillow would write a comment that it read.
            plain.info = {}
            plain.save(out, "JPEG", quality=_QUALITY, optimize=True)
    except Image.DecompressionBombError as error:
        raise ValidationError(_TOO_MANY) from error
    except _UNREADABLE as error:
        message = _("This photograph cannot be read. Choose a JPEG or PNG file.")
        raise ValidationError(message) from error
    return ContentFile(out.getvalue(), name="photograph.jpg")


def plain_wide_photograph(file: "File[bytes]") -> "ContentFile[bytes]":
    """A photograph for the width of a page. Raises ValidationError."""
    return plain_photograph(file, longest=_WIDEST, shortest=_SHORTEST_OF_PAGE)


def scaled_jpeg(content: bytes, width: int) -> bytes:
    """A photograph that the portal wrote, made smaller if it is wider than `width` pixels."""
    from PIL import Image  # noqa: PLC0415  (the page cache keeps what is made)

    with Image.open(BytesIO(content), formats=("JPEG",)) as picture:
        if picture.width <= width:
            return content
        height = round(picture.height * width / picture.width)
        picture.draft("RGB", (width, height))
        return _jpeg(picture.resize((width, height)))


def cropped_jpeg(content: bytes, size: tuple[int, int], centre: float) -> bytes:
    """A photograph that the portal wrote, cut to `size` in pixels.

    `centre` says what stays in view, from 0 (the left side) to 1 (the right side).
    """
    from PIL import Image, ImageOps  # noqa: PLC0415  (the page cache keeps what is made)

    with Image.open(BytesIO(content), formats=("JPEG",)) as picture:
        return _jpeg(ImageOps.fit(picture, size, centering=(centre, 0.5)))


def validate_picture(file: "File[bytes]") -> None:
    """Refuse what is no whole JPEG or PNG of a bearable size. Raises ValidationError."""
    plain_picture(file)


def plain_picture(file: "File[bytes]") -> "ContentFile[bytes]":
    """A scan or a graphic in the format and size that it has, with nothing but its pixels.

    Raises ValidationError.
    """
    from PIL import Image, ImageOps  # noqa: PLC0415  (only an upload needs it)

    file.seek(0)
    try:
        with Image.open(file, formats=("JPEG", "PNG")) as picture:
            if picture.width * picture.height > _MOST_SCANNED:
                raise ValidationError(_("This picture has too many pixels. Make it smaller."))
            form = picture.format
            upright = ImageOps.exif_transpose(picture)
            upright.load()
            # Pillow would write the text and the comments that it read.
            upright.info = {}
            out = BytesIO()
            if form == "JPEG":
                _on_white(upright).save(out, "JPEG", quality=_SCAN_QUALITY)
            else:
                upright.save(out, "PNG")
    except Image.DecompressionBombError as error:
        raise ValidationError(_("This picture has too many pixels. Make it smaller.")) from error
    except _UNREADABLE as error:
        raise ValidationError(_("This file is damaged.")) from error
    finally:
        file.seek(0)
    return ContentFile(out.getvalue(), name=file.name)


def plain_logo(file: "File[bytes]") -> "ContentFile[bytes]":
    """A logo as a PNG of at most 600 × 300 pixels, with nothing but its pixels.

    Raises ValidationError.
    """
    from PIL import Image  # noqa: PLC0415  (only an upload needs it)

    if (file.size or 0) > MOST_BYTES:
        raise ValidationError(_("This picture has too many pixels. Make it smaller."))
    with Image.open(plain_picture(file)) as picture:
        small = picture.convert("RGBA")
        small.thumbnail(_LOGO)
        out = BytesIO()
        small.save(out, "PNG", optimize=True)
    return ContentFile(out.getvalue(), name="logo.png")


def _refuse_size(picture: "Picture", shortest: int) -> None:
    width, height = picture.size
    is_whole = picture.format != "JPEG" or picture.info.get("progressive")
    if width * height > (_MOST_UNPACKED if is_whole else _MOST_PIXELS):
        raise ValidationError(_TOO_MANY)
    if min(width, height) < shortest:
        raise ValidationError(
            _("This photograph is too small: each side needs at least %(pixels)d pixels."),
            params={"pixels": shortest},
        )


def _jpeg(picture: "Picture") -> bytes:
    out = BytesIO()
    picture.save(out, "JPEG", quality=_QUALITY, optimize=True, progressive=True)
    return out.getvalue()


def _on_white(picture: "Picture") -> "Picture":
    """Without transparency, in colours that every reader knows."""
    from PIL import Image  # noqa: PLC0415  (only an upload needs it)

    if picture.mode in ("RGBA", "LA", "PA", "P"):
        picture = picture.convert("RGBA")
        ground = Image.new("RGB", picture.size, "white")
        ground.paste(picture, mask=picture.getchannel("A"))
        return ground
    return picture.convert("RGB")
