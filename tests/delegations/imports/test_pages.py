"""The walk from a table of people to the attendee list and back, among the staff pages."""

from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.roles import Role
from core.tables import read_table
from delegations.models import Attendee, ExportLog
from events.models import ImportBatch
from tests.delegations.imports.office import Desk, separated, workbook
from tests.factories import make_member, make_people_import
from tests.queries import count_queries

HEADER = ["Delegation", "Given name", "Family name"]
_WORDS = "Imported. New people are drafts until they are submitted."


class Pages(Desk):
    """The desk in a browser."""

    def __init__(self) -> None:
        super().__init__()
        self.client = Client()
        self.client.force_login(self.officer)

    def path(self, name: str, *args: Any, **kwargs: Any) -> str:
        return reverse(f"staff:{name}", args=[self.event.slug, *args], kwargs=kwargs or None)

    def send(self, data: bytes, **fields: str) -> Any:
        file = SimpleUploadedFile("people.xlsx", data)
        return self.client.post(self.path("imports"), {"file": file, **fields}, follow=True)

    def press(self, action: str, **fields: str) -> Any:
        path = self.path(f"import-{action}", ImportBatch.objects.get().pk)
        return self.client.post(path, fields, follow=True)


@pytest.fixture
def pages(db: None) -> Pages:
    return Pages()


def _said(answer: Any) -> list[str]:
    return [str(one) for one in get_messages(answer.wsgi_request)]


def test_upload_preview_apply_and_undo(pages: Pages) -> None:
    pages.person(pages.bogota, given="Ana", family="Ríos", email="ana@city.example")
    rows = [[*HEADER, "E-mail"], ["CO-BOG", "Ana", "Ríos", "ana@new.example"]]
    preview = pages.send(workbook([*rows, ["CO-BOG", "Eva", "Luz", "ana@new.example"]]))
    text = preview.content.decode()
    assert [row.verdict for row in preview.context["rows"]] == ["create", "change"]
    assert "ana@city.example</del> → <ins" in text
    assert [(str(tab.label), tab.count) for tab in preview.context["tabs"]] == [
        ("All", 2),
        ("New", 1),
        ("Change", 1),
        ("With a warning", 1),
        ("Duplicate?", 1),
    ]

    applied = pages.press("apply", reviewed=preview.context["plan"].fingerprint)

    assert _said(applied) == [_WORDS]
    assert set(Attendee.objects.values_list("given", flat=True)) == {"Ana", "Eva"}
    assert _said(pages.press("undo")) == ["The import has been undone."]
    assert Attendee.objects.get().email == "ana@city.example"


def test_a_column_that_nobody_knows_is_chosen_once(pages: Pages) -> None:
    data = workbook([["Quién", "De dónde"], ["Ana Ríos", "CO-BOG"]])
    columns = pages.send(data)
    assert "Required columns: Delegation" in columns.content.decode()
    path = columns.wsgi_request.path
    wrong = pages.client.post(path, {"column_0": "display_name", "column_1": "display_name"})
    assert wrong.status_code == 400

    preview = pages.client.post(
        path, {"column_0": "display_name", "column_1": "delegation"}, follow=True
    )

    assert [row.name for row in preview.context["rows"]] == ["Ana Ríos · CO-BOG"]
    assert pages.send(data).context["plan"].can_be_applied


def test_a_file_that_is_no_table_is_refused_at_its_field(pages: Pages) -> None:
    answer = pages.send(b"%PDF-1.7 something")

    assert answer.status_code == 400
    assert "This file is not a table. Save it as XLSX or as CSV." in answer.content.decode()
    assert not ImportBatch.objects.exists()


_DOUBTFUL = separated([HEADER, ["CO-BOG", "Ana", "Muñoz"]], "cp1252")


def test_letters_that_can_be_read_in_several_ways_are_asked_about(pages: Pages) -> None:
    asked = pages.send(_DOUBTFUL)
    text = asked.content.decode()
    assert (asked.status_code, ImportBatch.objects.count()) == (400, 0)
    assert "The characters of this file can be read in several ways. Choose one." in text
    assert "Windows-1252: <bdi>Muñoz</bdi>" in text
    assert "Windows-1250: <bdi>Muńoz</bdi>" in text
    carried = asked.context["form"].data["carried"]

    preview = pages.client.post(
        pages.path("imports"), {"carried": carried, "reading": "cp1252"}, follow=True
    )

    assert [row.name for row in preview.context["rows"]] == ["Ana Muñoz · CO-BOG"]
    assert preview.context["encoding"] == "Windows-1252"
    assert preview.context["plan"].notes == []
    assert ImportBatch.objects.get().file_name == "people.xlsx"


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"reading": "cp1252", "encoding": "cp1251"}, "Ana Muсoz · CO-BOG"),
        ({"encoding": "cp1250"}, "Ana Muńoz · CO-BOG"),
    ],
)
def test_an_encoding_chosen_by_hand_wins(fields: dict[str, str], name: str, pages: Pages) -> None:
    carried = pages.send(_DOUBTFUL).context["form"].data["carried"]

    preview = pages.client.post(pages.path("imports"), {"carried": carried, **fields}, follow=True)

    assert [row.name for row in preview.context["rows"]] == [name]


@pytest.mark.parametrize("carried", ["", "x", "eA==.eA==", "...", "eA==." + "A" * 2_000_000])
def test_without_a_choice_or_a_file_it_asks_again(carried: str, pages: Pages) -> None:
    answer = pages.client.post(pages.path("imports"), {"carried": carried, "reading": "cp1252"})
    undecided = pages.send(_DOUBTFUL)
    again = pages.client.post(
        pages.path("imports"), {"carried": undecided.context["form"].data["carried"]}
    )

    assert [one.status_code for one in (answer, undecided, again)] == [400, 400, 400]
    assert "in several ways" in again.content.decode()
    assert not ImportBatch.objects.exists()


def test_a_new_file_is_not_read_as_the_one_before(pages: Pages) -> None:
    carried = pages.send(_DOUBTFUL).context["form"].data["carried"]
    rows = [
        HEADER,
        *(
            ["CO-BOG", given, family]
            for given, family in (
                ("Сергей", "Ковалёв"),
                ("Ольга", "Щербакова"),
                ("Дмитрий", "Жуков"),
                ("Мария", "Юдина"),
            )
        ),
    ]

    preview = pages.send(separated(rows, "cp1251"), carried=carried, reading="cp1252")

    assert preview.context["rows"][0].name == "Сергей Ковалёв · CO-BOG"
    assert preview.context["plan"].notes == [
        "The encoding seems to be Windows-1251. If letters in names are wrong, upload the file "
        "again and choose another."
    ]


def test_errors_stop_the_import_and_are_shown_at_their_cells(pages: Pages) -> None:
    values = pages.send(workbook([HEADER, ["Atlantis", "Ana", "Ríos"], ["CO-BOG", "Eva", "Luz"]]))
    assert "Delegation: Atlantis" in values.content.decode()
    preview = pages.client.get(pages.path("import", ImportBatch.objects.get().pk))

    answer = pages.press("apply", reviewed=preview.context["plan"].fingerprint)

    text = preview.content.decode()
    assert "People!A2" in text
    assert "“Atlantis” is not known. Check the spelling." in text
    assert "Import all rows" not in text
    assert _said(answer) == ["Nothing has been imported: correct the errors in the file first."]
    assert not Attendee.objects.exists()


def test_what_has_changed_since_the_preview_is_looked_at_again(pages: Pages) -> None:
    preview = pages.send(workbook([HEADER, ["CO-BOG", "Ana", "Ríos"]]))
    pages.person(pages.bogota, given="Ana", family="Ríos")

    answer = pages.press("apply", reviewed=preview.context["plan"].fingerprint)

    assert _said(answer)[0].startswith("The data has changed since you saw the preview.")
    assert Attendee.objects.count() == 1


def test_undoing_asks_first_where_somebody_was_changed_since(pages: Pages) -> None:
    preview = pages.send(workbook([HEADER, ["CO-BOG", "Ana", "Ríos"], ["CO-BOG", "Eva", "Luz"]]))
    pages.press("apply", reviewed=preview.context["plan"].fingerprint)
    person = Attendee.objects.get(given="Ana")
    person.phone = "+57 1"
    person.save()

    asked = pages.press("undo")

    assert "Row 2, Ana Ríos · CO-BOG: changed since" in asked.content.decode()
    assert Attendee.objects.count() == 2
    pages.press("undo", rest="yes")
    assert [one.given for one in Attendee.objects.all()] == ["Ana"]


def test_hostile_text_in_a_table_stays_text_on_the_page(pages: Pages) -> None:
    preview = pages.send(separated([HEADER, ["CO-BOG", "<script>alert(1)</script>", "'=1+1"]]))

    text = preview.content.decode()
    assert "&lt;script&gt;alert(1)" in text
    assert "<script>alert(1)" not in text


@pytest.mark.parametrize("file_format", ["xlsx", "csv"])
def test_the_export_comes_back_unchanged_and_is_in_the_log(file_format: str, pages: Pages) -> None:
    pages.person(pages.bogota, given="Ana", family="Ríos")

    answer = pages.client.post(pages.path(f"imports-{file_format}"))
    data = b"".join(answer.streaming_content)  # type: ignore[attr-defined]

    assert answer.headers["Cache-Control"] == "no-store"
    log = ExportLog.objects.get()
    assert (log.list_name, log.by, log.row_count) == ("people-import", pages.officer, 1)
    assert "arrival" not in log.columns
    preview = pages.send(data)
    assert "There is nothing to import: all of this is entered already." in preview.content.decode()


def test_the_template_goes_out_without_anybody_in_it(pages: Pages) -> None:
    pages.person(pages.bogota, given="Secretperson", family="Ríos")

    answer = pages.client.get(pages.path("imports-template"))

    assert b"".join(answer.streaming_content)[:2] == b"PK"  # type: ignore[attr-defined]
    assert not ExportLog.objects.exists()


def test_the_attendee_list_leads_there_whoever_may_import(pages: Pages) -> None:
    path, link = pages.path("attendees"), pages.path("imports")
    viewer = Client()
    viewer.force_login(make_member(pages.event, Role.VIEWER))

    assert f'href="{link}"' in pages.client.get(path).content.decode()
    assert f'href="{link}"' not in viewer.get(path).content.decode()
    assert viewer.get(link).status_code == 403


def test_the_admin_shows_no_table_of_people(pages: Pages) -> None:
    batch = make_people_import(pages.event, pages.officer)
    administrator = Client()
    administrator.force_login(make_member(pages.event, Role.ADMINISTRATOR))

    listed = administrator.get(reverse("admin:events_importbatch_changelist")).content.decode()

    assert "people.csv" not in listed
    for name in ("events_importbatch_change", "programme_import", "programme_import_columns"):
        answer = administrator.get(reverse(f"admin:{name}", args=[batch.pk]))
        assert answer.status_code in (302, 404)


@pytest.mark.parametrize("name", ["imports", "import"])
def test_a_page_costs_the_same_queries_for_one_row_and_for_three(name: str, pages: Pages) -> None:
    def cost(rows: int) -> int:
        table = [HEADER, *[["CO-BOG", f"Ana{n}", "Ríos"] for n in range(rows)]]
        batch = pages.upload(workbook(table))
        path = pages.path(name, *([batch.pk] if name == "import" else []))
        return count_queries(lambda: pages.client.get(path))

    assert cost(1) == cost(3)


def test_only_who_sent_a_table_gets_its_rows_with_errors_back(pages: Pages) -> None:
    pages.send(workbook([HEADER, ["CO-BOG", "Ana", "Ríos"], ["XX-XX", "Eva", "Luz"]]))
    path = pages.path("import-errors", ImportBatch.objects.get().pk)
    colleague = Client()
    colleague.force_login(make_member(pages.event, Role.DELEGATIONS_OFFICER))

    back, refused = pages.client.get(path), colleague.get(path)

    assert refused.status_code == 404
    rows = read_table(ContentFile(back.getvalue(), "errors.xlsx")).rows
    assert [row.cells[:3] for row in rows] == [tuple(HEADER), ("XX-XX", "Eva", "Luz")]
    preview = pages.path("import", ImportBatch.objects.get().pk)
    assert path in pages.client.get(preview).content.decode()
    assert path not in colleague.get(preview).content.decode()
