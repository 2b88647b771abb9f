"""Pages whose address begins with the language of their contents."""

from typing import cast

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.urls import URLPattern, URLResolver
from django.urls.resolvers import LocalePrefixPattern
from django.utils.translation import get_language

from core.text.languages import (
    content_language,
    in_language,
    interface_languages,
    language_of_path,
    language_tag,
)


class ContentPrefix(LocalePrefixPattern):
    """The first part of an address: the language of contents, which the interface may not have."""

    @property
    def language_prefix(self) -> str:
        """For example pt/."""
        return f"{content_language()}/"


def content_patterns(*patterns: URLPattern | URLResolver) -> list[URLResolver]:
    """As `i18n_patterns` of Django, in any language of contents."""
    return [URLResolver(ContentPrefix(), list(patterns))]


class ContentLanguageMiddleware(LocaleMiddleware):
    """As Django's, where the address may name a language that the interface does not have."""

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer in the language of the address; Django chooses one of the interface."""
        code = language_of_path(request.path_info)
        if code is None or code in interface_languages():
            return cast("HttpResponseBase", super().__call__(request))
        with in_language(code):
            request.LANGUAGE_CODE = get_language() or code
            response = cast("HttpResponseBase", self.get_response(request))
        response.headers.setdefault("Content-Language", language_tag(code))
        return response
