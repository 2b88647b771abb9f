"""A file that the portal makes arrives under its name, to be saved or to be shown."""

from datetime import datetime
from zoneinfo import ZoneInfo

from core.files.downloads import CSV, PDF, download, file_name, shown_file, stream_download


def test_a_file_is_named_after_its_event_its_content_and_its_time() -> None:
    at = datetime(2023, 12, 7, 23, 15, 4, tzinfo=ZoneInfo("Asia/Macau"))

    assert file_name("gmf-2023", "attendees", "xlsx", at) == (
        "gmf-2023-attendees-20231207-231504.xlsx"
    )


def test_a_download_is_saved_and_a_shown_file_is_not() -> None:
    saved, shown = download(b"%PDF-", "a.pdf", PDF), shown_file(b"%PDF-", "a.pdf", PDF)

    assert saved.headers["Content-Disposition"] == 'attachment; filename="a.pdf"'
    assert shown.headers["Content-Disposition"] == 'inline; filename="a.pdf"'
    assert saved.headers["Content-Type"] == shown.headers["Content-Type"] == "application/pdf"


def test_a_streamed_download_is_sent_piece_by_piece() -> None:
    response = stream_download(iter([b"a", b"b"]), "a.csv", CSV)

    assert response.headers["Content-Disposition"] == 'attachment; filename="a.csv"'
    assert response.getvalue() == b"ab"


def test_a_name_cannot_end_the_header() -> None:
    quoted, chinese = download(b"", 'a"; x="b.csv', CSV), download(b"", "名单.csv", CSV)

    assert quoted.headers["Content-Disposition"] == 'attachment; filename="a\\"; x=\\"b.csv"'
    assert chinese.headers["Content-Disposition"] == (
        "attachment; filename*=utf-8''%E5%90%8D%E5%8D%95.csv"
    )
