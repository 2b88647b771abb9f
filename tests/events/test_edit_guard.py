"""Two editors on one page: nothing is overwritten unseen, and nothing typed is lost."""

import re
import threading
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from accounts.roles import Role
from events.models import Event, Page
from programme.models import Session
from tests.factories import make_appearance, make_event, make_member, make_page, make_session, text

pytestmark = pytest.mark.django_db


class Editor:
    """Somebody with a form open, as a browser would send it."""

    def __init__(self, event: Event, path: str, name: str) -> None:
        self.client, self.path = Client(), path
        self.user = make_member(event, Role.EDITOR, name=name)
        self.client.force_login(self.user)
        self.open()

    def open(self) -> None:
        self.form = _filled_in(self.client.get(self.path).content.decode())

    def save(self, **values: str) -> Any:
        self.form.update(values)
        response = self.client.post(self.path, self.form)
        if response.status_code == 200:
            self.form = _filled_in(response.content.decode())
        return response


def _filled_in(html: str) -> dict[str, str]:
    form = html[html.index("<form", html.index('id="content-main"')) :]
    fields = {}
    for tag in re.findall(r"<input[^>]*>", form):
        attributes = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        kind = attributes.get("type", "text")
        default = "on" if kind in ("checkbox", "radio") else ""
        is_off = kind in ("checkbox", "radio") and " checked" not in tag
        if "name" in attributes and kind != "submit" and not is_off:
            fields[attributes["name"]] = unescape(attributes.get("value", default))
    for name, body in re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>(.*?)</textarea>', form, re.S):
        fields[name] = unescape(body).removeprefix("\n").strip("\r\n")
    for name, body in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', form, re.S):
        chosen = re.findall(r'value="([^"]*)"[^>]*selected', body)
        fields[name] = chosen[0] if chosen else ""
    return {name: value for name, value in fields.items() if "__prefix__" not in name}


def page_and_editors(**values: Any) -> tuple[Page, Editor, Editor]:
    event = make_event()
    page = make_page(event, **{"title": text("Before"), "body": text("Body"), **values})
    path = f"/admin/events/page/{page.pk}/change/"
    return page, Editor(event, path, "Ana"), Editor(event, path, "Wei")


def test_one_editor_after_the_other_is_not_disturbed() -> None:
    page, ana, _wei = page_and_editors()

    assert ana.save(title_en="One").status_code == 302
    ana.open()
    assert ana.save(title_en="Two").status_code == 302
    page.refresh_from_db()
    assert page.title == text("Two")


def test_the_second_is_shown_what_the_first_changed_and_nothing_is_saved() -> None:
    page, ana, wei = page_and_editors()
    ana.save(title_en="Ana's title")

    response = wei.save(title_en="Wei's title")

    html = unescape(response.content.decode())
    page.refresh_from_db()
    assert response.status_code == 200
    assert page.title == text("Ana's title")
    assert "Title (English): Before → Ana's title" in html
    assert "Ana, " in html
    assert "The other person wrote: Ana's title. The field shows your text." in html
    assert wei.form["title_en"] == "Wei's title"


def test_saving_again_after_looking_saves() -> None:
    page, ana, wei = page_and_editors()
    ana.save(title_en="Ana's title")
    wei.save(title_en="Wei's title")

    assert wei.save().status_code == 302

    page.refresh_from_db()
    assert page.title == text("Wei's title")


def test_what_only_the_first_changed_is_taken_over_and_what_only_the_second_typed_stays() -> None:
    page, ana, wei = page_and_editors()
    ana.save(title_en="Ana's title", is_published="")
    ana_unpublishes = Page.objects.get(pk=page.pk)
    assert ana_unpublishes.title == text("Ana's title")

    wei.save(body_en="Wei's body")
    wei.save()

    page.refresh_from_db()
    assert (page.title, page.body) == (text("Ana's title"), text("Wei's body"))


def test_a_change_on_stage_is_shown_as_well() -> None:
    event = make_event()
    session = make_session(event)
    appearance = make_appearance(session, placeholder=text("Mayor of Lyon"))
    wei = Editor(event, f"/admin/programme/session/{session.pk}/change/", "Wei")
    appearance.role, appearance.updated_by = "chair", make_member(event, Role.EDITOR, name="Ana")
    appearance.save()

    response = wei.save(title_en="Wei's title")

    assert response.status_code == 200
    assert "Mayor of Lyon: Role: Speaker → Chair" in unescape(response.content.decode())
    assert Session.objects.get().title != text("Wei's title")


def test_a_change_that_nobody_sees_disturbs_nobody() -> None:
    page, _ana, wei = page_and_editors()
    make_page(page.event)  # raises the revision of the event

    assert wei.save(title_en="Wei's title").status_code == 302


@pytest.mark.django_db(transaction=True)
def test_of_two_who_save_at_the_same_moment_one_saves_and_one_is_shown() -> None:
    page, ana, wei = page_and_editors()

    for number in range(5):
        ana.open()
        wei.open()
        answers = _save_at_once(ana, wei, str(number))

        page.refresh_from_db()
        winner = next(name for name, status in answers.items() if status == 302)
        assert sorted(answers.values()) == [200, 302]
        assert page.title == text(f"{winner} {number}")


def _save_at_once(ana: Editor, wei: Editor, words: str) -> dict[str, int]:
    barrier, answers = threading.Barrier(2), {}

    def work(editor: Editor) -> None:
        try:
            barrier.wait()
            response = editor.save(title_en=f"{editor.user.name} {words}")
            answers[editor.user.name] = response.status_code
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=(one,)) for one in (ana, wei)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers
