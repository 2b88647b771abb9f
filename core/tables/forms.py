"""The file with a table, as a form asks for it."""

import base64
import binascii
import zlib
from typing import Any

from django import forms
from django.core.files import File
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from core.tables.encodings import ENCODINGS, Doubtful, Reading
from core.tables.grid import TableRefused
from core.tables.reading import MOST_BYTES

_NAMES = [(key, encoding.name) for key, encoding in ENCODINGS.items()]
# In characters: what a form may carry from one page to the next beside its other fields.
_MOST_CARRIED = 2_000_000
_LONGEST_SAMPLE = 40


class TableFileForm(forms.Form):
    """A workbook or CSV file. After `refuse(doubtful)` it shows the readings to choose from.

    Browsers send no file twice by themselves: the form carries it to its next page. One that is too
    large for that is chosen again, with its encoding.
    """

    needs_file = True
    field_order: tuple[str, ...] = ("file", "reading")

    file = forms.FileField(
        label=_("File"),
        help_text=_("An Excel workbook (XLSX) or a CSV file, at most 5 MB and 5,000 rows."),
    )
    sheet = forms.CharField(
        label=_("Sheet"),
        max_length=31,
        required=False,
        help_text=_("Leave empty for the first sheet."),
    )
    encoding = forms.ChoiceField(
        label=_("Encoding of a CSV file"),
        required=False,
        choices=[("", _("Detect automatically")), *_NAMES],
        help_text=_("Choose one if characters are displayed wrongly."),
    )
    reading = forms.ChoiceField(
        label=_("Encoding of its characters"),
        required=False,
        choices=_NAMES,
        widget=forms.HiddenInput,
    )
    carried = forms.CharField(required=False, max_length=_MOST_CARRIED, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.needs_file or self.data.get("carried"):
            self.fields["file"].required = False

    def clean(self) -> dict[str, Any]:
        """The file, its sheet and its encoding; what was carried if no other file is chosen."""
        cleaned = super().clean() or {}
        reading, carried = cleaned.pop("reading", ""), cleaned.pop("carried", "")
        if not cleaned.get("file") and carried:
            cleaned["file"] = _unpacked(carried)
            cleaned["encoding"] = cleaned.get("encoding") or reading
            if cleaned["file"] is None:
                self.add_error("file", self.fields["file"].error_messages["required"])
        self._sent = cleaned.get("file")
        return cleaned

    def refuse(self, refused: TableRefused) -> None:
        """Say why the table is not taken; where its letters are in doubt, ask how to read them."""
        self.add_error("file", str(refused))
        if isinstance(refused, Doubtful):
            self._ask(refused)

    def _ask(self, doubtful: Doubtful) -> None:
        carried = _packed(self._sent) if self._sent is not None else ""
        if not carried:
            return
        data = QueryDict(mutable=True)
        data.update(self.data)
        data["carried"] = carried
        self.data = data
        self.fields["file"].required = False
        choices = [(reading.encoding, _shown(reading)) for reading in doubtful.readings]
        self.fields["reading"].widget = forms.RadioSelect(choices=choices)


def _shown(reading: Reading) -> str:
    cells = ((sample[:_LONGEST_SAMPLE],) for sample in reading.samples)
    cells_in_line = format_html_join(" · ", "<bdi>{}</bdi>", cells)
    return format_html("{}: {}", ENCODINGS[reading.encoding].name, cells_in_line)


def _packed(file: "File[bytes]") -> str:
    file.seek(0)
    name = base64.b64encode((file.name or "").encode("utf-8", "replace")).decode()
    packed = f"{name}.{base64.b64encode(zlib.compress(file.read())).decode()}"
    return packed if len(packed) <= _MOST_CARRIED else ""


def _unpacked(carried: str) -> SimpleUploadedFile | None:
    name, _dot, data = carried.partition(".")
    unzip = zlib.decompressobj()
    try:
        read = unzip.decompress(base64.b64decode(data, validate=True), MOST_BYTES + 1)
        return SimpleUploadedFile(base64.b64decode(name, validate=True).decode(), read)
    except (binascii.Error, zlib.error, UnicodeDecodeError):
        return None
