"""Save a person entered by a focal point or by themselves, or report why not."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _

from delegations.access.mailed_links import Link
from delegations.choices import OPEN_TO_DELEGATION
from delegations.imports.name_matching import keys_of_person
from delegations.models import Attendee
from delegations.people.edit_conflicts import format_for_post, show_conflicts
from delegations.people.merge_edits import ChangedMeanwhile, seen_token
from delegations.registration.entries import Entry, preview_names
from delegations.registration.forms import CONTACT_FIELDS, PersonForm
from delegations.registration.services import (
    HeadExists,
    PersonMerged,
    QuotaExceeded,
    RegistrationClosed,
    SavedPerson,
    save_person,
)


def person_parts(
    form: PersonForm, office: Sequence[str]
) -> list[tuple[str, list[forms.BoundField]]]:
    """The fields of the form under their headings."""
    return [
        (_("Name"), [form[name] for name in form.name_fields]),
        (_("Office"), [form[name] for name in office]),
        (_("Contact"), [form[name] for name in CONTACT_FIELDS]),
    ]


def save_entry(
    request: HttpRequest, link: Link, guid: UUID, form: PersonForm
) -> SavedPerson | None:
    """Save a valid form and add a message; return None and add an error if it cannot be saved."""
    try:
        saved = save_person(by=link, guid=guid, values=form.values, seen=form.seen_values)
    except HeadExists as error:
        form.add_error("function", _("%s is already head of delegation.") % error)
    except PersonMerged:
        form.add_error(None, _("The office has merged this entry with another one."))
    except RegistrationClosed:
        form.add_error(None, _("The host office is not accepting changes from you at present."))
    except QuotaExceeded as error:
        form.add_error(None, too_many(error))
    except ChangedMeanwhile as error:
        show_conflicts([form], request.POST, error)
    else:
        _confirm(request, saved)
        _warn_of_namesakes(request, saved.person)
        return saved
    return None


def too_many(error: QuotaExceeded) -> str:
    """The message that no more people can be entered."""
    text = _(
        "A delegation can enter at most %d people, including those withdrawn. Contact the "
        "host office if you need more."
    )
    return str(text % error.args[0])


def _confirm(request: HttpRequest, saved: SavedPerson) -> None:
    person = saved.person
    if person.status in OPEN_TO_DELEGATION:
        messages.success(request, _("%s has been saved but not yet submitted.") % person)
    elif saved.amendment is not None:
        messages.success(
            request, _("Your request to change %s has been sent to the host office.") % person
        )
    else:
        messages.info(request, _("You have not changed anything."))


def _warn_of_namesakes(request: HttpRequest, person: Attendee) -> None:
    """Name the others in the delegation who have this name: a hint, since both may be right."""
    others = person.delegation.attendees.coming().exclude(pk=person.pk)
    keys = keys_of_person(person)
    names = [str(other) for other in others if keys & keys_of_person(other)]
    if names:
        text = _(
            "There is already somebody of this name in your delegation: %(names)s. If both are "
            "the same person, withdraw one of them."
        )
        messages.warning(request, text % {"names": ", ".join(names)})


def autosave(link: Link, guid: UUID, entry: Entry | None, form: PersonForm) -> JsonResponse:
    """Save the input so far if the delegation may, and answer with a preview of the name.

    Fields that cannot be saved as they are keep their former value, and are named. `seen` and
    `taken` are what the form shows from now on; where somebody else wrote in the same field nothing
    is saved, and the form learns of it when it is sent.
    """
    form.is_valid()
    values = form.values
    answer: dict[str, object] = {"saved": False, "clash": False, "seen": "{}", "taken": {}}
    if (entry is None or entry.is_open) and has_name(values):
        try:
            saved = save_person(by=link, guid=guid, values=values, seen=form.seen_values)
            answer |= {"saved": True, **_state_now(form, {**values, **saved.taken}, saved.taken)}
        except ChangedMeanwhile:
            answer["clash"] = True
        except (RegistrationClosed, HeadExists, QuotaExceeded):
            pass
    shown = form.instance
    for name, value in values.items():
        setattr(shown, name, value)
    faults = {name: list(errors) for name, errors in form.errors.items()}
    return JsonResponse({**answer, "faults": faults, "preview": preview_names(shown)})


def _state_now(
    form: PersonForm, values: Mapping[str, object], taken: Mapping[str, object]
) -> dict[str, object]:
    texts = {name: format_for_post(form.fields[name], value) for name, value in taken.items()}
    return {"seen": seen_token(values), "taken": texts}


def has_name(values: Mapping[str, object]) -> bool:
    """Whether there is some form of a name."""
    return any(values.get(name) for name in ("given", "family", "display_name", "native_name"))
