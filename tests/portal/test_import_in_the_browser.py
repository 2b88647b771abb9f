"""A table from the list of sessions to the draft and back, by keyboard, on both widths."""

import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from delegations.models import Attendee
from events.models import ImportBatch
from programme.models import Session
from tests.portal.test_in_the_browser import Visit, _visit, forum

pytestmark = pytest.mark.django_db(transaction=True)
__all__ = ["forum"]


def _corrected(path: Path, changes: dict[str, Any]) -> Path:
    """The workbook with other texts in some cells."""
    book: Any = openpyxl.load_workbook(path)
    for place, value in changes.items():
        book.active[place] = value
    file = io.BytesIO()
    book.save(file)
    path.write_bytes(file.getvalue())
    return path


def _send(visit: Visit, file: Path) -> None:
    if not visit.page.is_visible("a[href$='/sessions/upload/']"):
        visit.page.locator(".listing__menu--end > summary", has_text="More").click()
    visit.page.click("a[href$='/sessions/upload/']")
    visit.page.set_input_files("input[type=file]", file)
    visit.page.focus("#content-main input[type=submit]")
    visit.page.keyboard.press("Enter")
    visit.page.wait_for_url("**/import/**")


# Press the button twice, send nothing: what is said meanwhile, and how often it would be sent.
_TWICE = """async () => {
  let sent = 0;
  addEventListener("submit", event => { sent += !event.defaultPrevented; event.preventDefault(); });
  const form = document.querySelector("form[data-long]");
  form.requestSubmit();
  form.requestSubmit();
  await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
  return [form.querySelector("[role=status]").innerText.trim(), sent];
}"""


@pytest.mark.parametrize("width", ["laptop", "phone"])
def test_a_table_goes_out_is_corrected_comes_in_and_is_undone(
    width: str, browser: Any, forum: str, tmp_path: Path
) -> None:
    visit = _visit(browser, forum, width, "light")
    visit.log_in("editor@demo.example")
    page, before = visit.page, Session.objects.count()
    visit.open("/admin/programme/session/")
    page.locator(".listing__menu--end > summary", has_text="More").click()
    with page.expect_download() as download:
        page.click("a[href$='/sessions/export.xlsx']")
    table = tmp_path / "sessions.xlsx"
    download.value.save_as(table)

    _send(visit, _corrected(table, {"B2": "A title from a table", "K3": "half past two"}))
    visit.examine(page.url.removeprefix(forum))
    assert page.locator(".import__error").inner_text().startswith("Sessions!K3")
    page.click(".import__tabs a[href='?verdict=change']")
    assert page.locator(".import__row").count() == 1
    visit.examine(f"/admin/events/importbatch/{ImportBatch.objects.get().pk}/import/columns/")
    visit.open("/admin/events/importbatch/")
    _send(visit, _corrected(table, {"K3": "08:30"}))
    words, sent = page.evaluate(_TWICE)
    assert (words.startswith("Importing the table …"), sent) == (True, 1)
    page.reload()
    page.click("button:text-is('Import all rows')")
    page.wait_for_selector(".messagelist")
    visit.examine(page.url.removeprefix(forum))
    assert Session.objects.filter(title__en="A title from a table").count() == 1
    page.click("button:text-is('Undo the import')")
    page.wait_for_selector(".messagelist")

    assert Session.objects.filter(title__en="A title from a table").count() == 0
    assert Session.objects.count() == before
    assert visit.complaints == []


def test_each_step_of_a_table_of_people_is_accessible_on_a_phone(
    browser: Any, forum: str, tmp_path: Path
) -> None:
    table = tmp_path / "people.xlsx"
    book: Any = openpyxl.Workbook()
    book.active.append(["Delegation", "Given name", "Family name", "护照号码", "Quién"])
    book.active.append(["HU-BUD", "Ana", "Rivers", "P1", "x"])
    book.save(table)
    visit = _visit(browser, forum, "phone", "dark")
    visit.log_in("delegations-officer@demo.example")
    page, before = visit.page, Attendee.objects.count()
    visit.open("/staff/gmf-2023/imports/")
    page.set_input_files("input[type=file]", table)
    page.click("form[enctype] button")
    page.wait_for_url("**/columns/")
    visit.examine(page.url.removeprefix(forum))
    page.click("main form button[type=submit]")
    page.wait_for_selector(".import-row")
    visit.examine(page.url.removeprefix(forum))
    page.click("form[data-long] button")
    page.wait_for_selector(".messages")
    assert Attendee.objects.count() == before + 1
    visit.examine(page.url.removeprefix(forum))
    page.click("form[data-long] button")
    page.wait_for_selector(".messages")

    assert Attendee.objects.count() == before
    assert visit.complaints == []
