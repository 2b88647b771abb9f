"""What went wrong, in words for programs and for who writes them (RFC 9457). In English."""

from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from http import HTTPStatus

from django import forms
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt

CONTENT_TYPE = "application/problem+json"


class Problem(Exception):
    """An answer that is not the one hoped for; `errors` says it of single parameters."""

    def __init__(
        self,
        status: HTTPStatus,
        detail: str,
        *,
        headers: Mapping[str, str] | None = None,
        errors: Sequence[Mapping[str, str]] = (),
    ) -> None:
        super().__init__(detail)
        self.status, self.detail = status, detail
        self.headers, self.errors = headers or {}, errors

    def response(self) -> JsonResponse:
        """The answer."""
        body: dict[str, object] = {
            "type": "about:blank",
            "title": self.status.phrase,
            "status": self.status.value,
            "detail": self.detail,
        }
        if self.errors:
            body["errors"] = [dict(one) for one in self.errors]
        response = JsonResponse(body, status=self.status, content_type=CONTENT_TYPE)
        for name, value in self.headers.items():
            response.headers[name] = value
        return response


def wrong_parameters(form: forms.Form) -> Problem:
    """What a form says against what was asked for."""
    errors = [
        {"parameter": name, "detail": str(message)}
        for name, messages in form.errors.items()
        for message in messages
    ]
    return Problem(HTTPStatus.BAD_REQUEST, "Some parameters are invalid.", errors=errors)


def read_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Answer GET and HEAD, and whatever else with a problem.

    No cookie is read, so that no other site can make a browser ask; nothing is changed.
    """

    @csrf_exempt
    @wraps(view)
    def wrapped(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if request.method in ("GET", "HEAD"):
            return view(request, *args, **kwargs)
        allowed = {"Allow": "GET, HEAD"}
        return Problem(
            HTTPStatus.METHOD_NOT_ALLOWED, "Lists are read-only.", headers=allowed
        ).response()

    return wrapped


@csrf_exempt
def unknown(request: HttpRequest) -> JsonResponse:
    """404: there is nothing at this address."""
    return Problem(HTTPStatus.NOT_FOUND, "There is nothing at this URL.").response()
