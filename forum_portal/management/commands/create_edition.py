"""manage.py create_edition"""

from typing import Any

from django.conf import settings
from django.core.exceptions import NON_FIELD_ERRORS
from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.models import User
from core.text.translated import fallback_order
from forum_portal.workspace.edition_urls import edition_url
from forum_portal.workspace.new_edition.choices import Shape
from forum_portal.workspace.new_edition.forms import (
    NewEditionForm,
    place_data,
    read_languages,
)
from forum_portal.workspace.new_edition.services import create_edition

# What is asked where an option is missing, by the field of the form.
_QUESTIONS = {
    "languages": "Languages, the first is the source, such as en,zh-hans,fr",
    "title": "Title",
    "slug": "Short name in URLs, such as gmf-2027",
    "country": "Country, as two letters, such as CN",
    "city": "City",
    "time_zone": "Time zone, such as Asia/Shanghai",
    "start_date": "First day, such as 2027-12-07",
    "end_date": "Last day",
}
_TEXTS = ("title", "city", "theme")


class Command(BaseCommand):
    help = (
        "Create an edition, as a draft. What is missing is asked for. Texts are in the first "
        "language; add others with their code: --title “Mayors’ Forum” --title fr=“Forum …”."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """One option for each field of the form, and the administrator."""
        for field, question in _QUESTIONS.items():
            action = "append" if field in _TEXTS else "store"
            parser.add_argument(_option(field), action=action, dest=field, help=question)
        parser.add_argument("--theme", action="append", help="Theme")
        parser.add_argument("--office-email", default="", help="E-mail address of the office")
        parser.add_argument("--shape", choices=Shape.values, default=Shape.EMPTY.value)
        parser.add_argument("--sub-forums", type=int, help="how many, in the shape “outline”")
        parser.add_argument("--administrator", help="address of an account that administers it")
        parser.add_argument("--noinput", action="store_true", help="ask for nothing")

    def handle(self, *args: object, **options: Any) -> None:
        """Ask, check as the form in the browser does, create."""
        administrator = _account(options["administrator"])
        if not options["noinput"]:
            self._ask([field for field in _QUESTIONS if not options[field]], options)
        form = _form(options)
        while form.errors:
            faults = "\n".join(
                f"{_option(field)}: {' '.join(map(str, errors))}"
                for field, errors in form.errors.items()
            )
            wrong = {"end_date" if field == NON_FIELD_ERRORS else field for field in form.errors}
            again = [field for field in _QUESTIONS if field in wrong]
            if options["noinput"] or not again:
                raise CommandError(faults)
            self.stderr.write(faults)
            self._ask(again, options)
            form = _form(options)
        event = create_edition(
            event=form.save(commit=False),
            by=administrator,
            administrator=administrator,
            shape=form.cleaned_data["shape"],
            sub_forums=form.cleaned_data["sub_forums"],
        )
        self.stdout.write(f"Created, as a draft: {settings.PUBLIC_ORIGIN}{edition_url(event)}")

    def _ask(self, fields: list[str], options: dict[str, Any]) -> None:
        for field in fields:
            answer = input(f"{_QUESTIONS[field]}: ")
            options[field] = [answer] if field in _TEXTS else answer


def _option(field: str) -> str:
    if field == NON_FIELD_ERRORS:
        field = "end_date"  # the one rule about two fields
    return "--" + {"start_date": "first-day", "end_date": "last-day"}.get(field, field).replace(
        "_", "-"
    )


def _account(address: str | None) -> User | None:
    if not address:
        return None
    user = User.objects.with_address(address).filter(is_active=True).first()
    if user is None:
        raise CommandError(
            "--administrator: there is no account with this address. Create it with setup, or "
            "invite its owner on the page of the team."
        )
    return user


def _form(options: dict[str, Any]) -> NewEditionForm:
    languages, unknown = read_languages(options["languages"] or "")
    if unknown:
        raise CommandError(f"--languages: not a language of this portal: {', '.join(unknown)}")
    plain = ("slug", "country", "time_zone", "start_date", "end_date", "office_email", "shape")
    data = place_data(languages, **{field: options[field] or "" for field in plain})
    if options["sub_forums"] is not None:
        data["sub_forums"] = str(options["sub_forums"])
    for field in _TEXTS:
        for text in options[field] or ():
            code, sign, rest = text.partition("=")
            is_named = bool(sign) and code in languages
            language = code if is_named else (languages or ["en"])[0]
            data[f"{field}_{language}"] = rest if is_named else text
    with fallback_order(languages or ["en"]):
        return NewEditionForm(data)
