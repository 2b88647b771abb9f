"""Lists on paper: no word leaves its column, no type is too small, no empty column takes room."""

from collections.abc import Iterator
from datetime import date
from io import BytesIO
from itertools import cycle, islice, pairwise

import pytest
from django.utils import timezone
from django.utils.translation import override
from pypdf import PageObject, PdfReader

from core.files.spreadsheets import BIRTHDAY, Column, Sheet
from delegations.lists.columns import all_columns
from delegations.lists.paper.list_pdf import list_pdf
from delegations.lists.ready_lists import READY_LISTS
from delegations.lists.tables.master_list import master_list
from tests.factories import make_event
from tests.paper import TextBox, plain_text, text_boxes
from tests.sharing import shared_out

_LONG = (
    "Oberbürgermeisterstellvertreterin der Landeshauptstadt",
    "نائب رئيس البلدية المفوض بالعلاقات الدولية",
    "大韩民国首尔特别市国际关系大使办公室主任",
    "DONAUDAMPFSCHIFFFAHRTSGESELLSCHAFTSKAPITÄN",
    "somebody.with.a.long.name@foreign-affairs.example.org",
    "+49 30 1234567890123",
)
# In points: where the text of cells begins and ends, the edge above the foot, the inset of a cell.
_FIRST, _LAST, _FOOT, _INSET = 31.75, 810.14, 39.0, 3.4


def _paper(columns: list[Column], cells: Iterator[str] | None = None) -> PdfReader:
    cells = cells or cycle(_LONG)
    rows = [list(islice(cells, len(columns))) for _number in range(12)]
    made = list_pdf(
        Sheet("List", columns), rows, event="Forum", edition="version 1",
        confidential="Confidential", facts=("12 rows",), at=timezone.now(),
    )  # fmt: skip
    return PdfReader(BytesIO(made))


def _heads(boxes: list[TextBox], from_right: bool) -> list[TextBox]:
    """The first line of the headings, the pieces of each joined."""
    first = next(
        box
        for box in boxes
        if abs((box.right - _LAST) if from_right else (box.left - _FIRST)) < 0.5
    )
    line = sorted((box for box in boxes if box.baseline == first.baseline), key=lambda b: b.left)
    heads = line[:1]
    for box in line[1:]:
        if box.left - heads[-1].right < 1:
            heads[-1] = TextBox(heads[-1].left, box.right, box.baseline, box.size)
        else:
            heads.append(box)
    return heads


def _strays(page: PageObject, from_right: bool = False) -> list[TextBox]:
    """The pieces of text of a table that do not lie within one column."""
    boxes = text_boxes(page)
    heads = _heads(boxes, from_right)
    lefts = [head.left - _INSET for head in heads]
    rights = [head.right + _INSET for head in heads]
    edges = [0, *rights] if from_right else [*lefts, 842]
    return [
        box
        for box in boxes
        if _FOOT < box.baseline <= heads[0].baseline
        and not any(
            left - 0.1 <= box.left and box.right <= right + 0.1 for left, right in pairwise(edges)
        )
    ]


@pytest.mark.parametrize("key", shared_out((each.key for each in READY_LISTS), one_in=3))
def test_every_word_of_a_list_stays_in_its_column(key: str) -> None:
    known = {column.key: column for column in all_columns()}
    ready_list = next(each for each in READY_LISTS if each.key == key)

    paper = _paper([known[name].for_file() for name in ready_list.columns])

    assert [_strays(page) for page in paper.pages] == [[] for _page in paper.pages]
    assert min(box.size for page in paper.pages for box in text_boxes(page)) >= 8


@pytest.mark.django_db
def test_every_word_of_the_delegations_stays_in_its_column_in_arabic_too() -> None:
    event = make_event()

    with override("ar"):
        columns = [*master_list(event, frozenset(), by_rank=False, with_journeys=False).columns]
        paper = _paper(columns)

    assert [_strays(page, from_right=True) for page in paper.pages] == [[] for _ in paper.pages]


def test_a_list_too_wide_for_its_page_goes_on_beside_the_names() -> None:
    columns = [Column("name", "Name"), *(Column(str(n), f"Column {n}") for n in range(20))]

    words = [page.extract_text().replace("\u2069", "") for page in _paper(columns).pages]

    assert all("Name" in page for page in words)
    assert "Part 1 of" in words[0]
    assert "Column 19" not in words[0]
    assert "Column 19" in words[-1]


def test_a_column_without_entries_leaves_and_is_named_one_to_fill_in_stays() -> None:
    columns = [Column("name", "Name"), Column("a", "Car"), Column("b", "Present", is_blank=True)]

    words = plain_text(_paper(columns, cycle(("Ana", "", ""))))

    assert "No entries: Car." in words
    assert "Present" in words


def test_a_birthday_has_no_weekday() -> None:
    columns = [Column("name", "Name"), Column("born", "Born", BIRTHDAY), Column("on", "On", "date")]
    row = ["Ana", date(1962, 12, 16), date(1962, 12, 16)]
    made = list_pdf(
        Sheet("List", columns), [row], event="Forum", edition="", confidential="", facts=(),
        at=timezone.now(),
    )  # fmt: skip

    words = plain_text(PdfReader(BytesIO(made)))

    assert words.count("1962-12-16") == 2
    assert words.count("Sun") == 1
