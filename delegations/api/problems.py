"""Problem details (RFC 9457) for programs and their authors, in English."""

from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from http import HTTPStatus

from django import forms
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt

CONTENT_TYPE = "application/problem+json"


class Problem(Exception):
    """A failed request; `errors` names the faults of single parameters."""

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
        """The problem as a response."""
        body: dict[str, object] = {
            "type": "about:blank",
            "title": self.status.phrase,
            "status": self.status.value,
            "detail": self.detail,
        }
        if self.errors:
            body["errors"] = [dict(error) for error in self.errors]
        response = JsonResponse(body, status=self.status, content_type=CONTENT_TYPE)
        for name, value in self.headers.items():
            response.headers[name] = value
        return response


def wrong_parameters(form: forms.Form) -> Problem:
    """The errors of a form as a problem."""
    errors = [
        {"parameter": name, "detail": str(message)}
        for name, messages in form.errors.items()
        for message in messages
    ]
    return Problem(HTTPStatus.BAD_REQUEST, "Some parameters are invalid.", errors=errors)


def read_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let a view answer GET and HEAD; answer other methods with a problem.

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
    """Answer 404 to a URL that does not exist."""
    return Problem(HTTPStatus.NOT_FOUND, "There is nothing at this URL.").response()
