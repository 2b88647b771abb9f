"""Whether somebody may see or change a row: a page of the admin asks up to seven times."""

from collections.abc import Callable

from django.db import models
from django.http import HttpRequest

_Rows = models.QuerySet[models.Model]
# From rows to those of them that somebody may see, or change: a method of an admin.
Choose = Callable[[HttpRequest, _Rows], _Rows]


def is_among(request: HttpRequest, choose: Choose, rows: _Rows, key: object) -> bool:
    """Whether `choose` leaves the one of `rows` with this primary key.

    One query for each page that is read. A page that saves asks again: what is saved may move the
    row to where this person may change nothing.
    """
    answers: dict[object, bool] = request.__dict__.setdefault("row_answers", {})
    question = (choose, key)
    if question not in answers or request.method not in ("GET", "HEAD"):
        answers[question] = choose(request, rows).filter(pk=key).exists()
    return answers[question]
