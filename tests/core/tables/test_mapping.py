"""Which column is which: by header in any language, or by what somebody chose before."""

from django.utils.translation import gettext_lazy as _

from core.tables import Field, Grid, Row, find_mapping, normalise_header

FIELDS = (
    Field("title", _("Title"), "", synonyms=("name of the session", "题目"), is_required=True),
    Field("room", _("Room"), "", synonyms=("hall",)),
    Field("start", _("Start"), "", is_required=True),
)


def _grid(*rows: tuple[str, ...]) -> Grid:
    return Grid(tuple(Row(number, cells) for number, cells in enumerate(rows, start=1)))


def test_headers_are_known_by_label_synonym_key_and_language() -> None:
    for header in (
        "title",
        " TITLE: ",
        "Ｔｉｔｌｅ",
        "题目",
        "标题",
        "Titre",
        "Name of the Session",
    ):
        mapping = find_mapping(_grid((header, "Start"), ("a", "b")), FIELDS)

        assert (header, mapping.columns) == (header, {0: "title", 1: "start"})
        assert not mapping.needs_a_choice


def test_unknown_columns_and_missing_fields_are_named() -> None:
    mapping = find_mapping(_grid(("Title", "Colour", "", "title"), ("a", "b")), FIELDS)

    assert mapping.columns == {0: "title"}
    assert mapping.unknown == {1: "Colour", 3: "title"}
    assert [field.key for field in mapping.missing] == ["start"]


def test_a_choice_that_was_remembered_wins_and_a_column_may_be_left_out() -> None:
    remembered = {
        normalise_header("Von"): "start",
        normalise_header("Colour"): "",
        normalise_header("hall"): "title",
    }

    mapping = find_mapping(_grid(("Hall", "von", "COLOUR"), ("a", "b")), FIELDS, remembered)

    assert mapping.columns == {0: "title", 1: "start", 2: ""}
    assert not mapping.needs_a_choice


def test_the_header_may_stand_below_a_heading() -> None:
    grid = _grid(("Programme of the forum",), ("as of", "May"), ("Title", "Room", "Start"), ("a",))

    mapping = find_mapping(grid, FIELDS)

    assert mapping.header_row == 3
    assert mapping.columns == {0: "title", 1: "room", 2: "start"}
