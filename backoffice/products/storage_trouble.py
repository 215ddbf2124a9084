"""A disk that takes no picture is not the fault of whoever filled in the form: it comes back.

A picture's file is written while its row is saved, so that both appear together; by then the form
has long been found valid. Where the disk fails, the transaction has undone every row, and the page
is made anew from what was sent, with the reason on it. No upload is decoded for that a second time:
PictureField remembers what came of each.
"""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from infra.files.atomic import StorageUnavailableError

_PROBLEM = "vitrine.storage_problem"
_FULL, _UNAVAILABLE = 507, 503


def answer_with_reason(request: HttpRequest, make_page: Callable[[], HttpResponse]) -> HttpResponse:
    """The page; where a file cannot be stored, once more, so that the form tells why (507 or 503).

    The form asks `storage_problem` and is not valid where there is one, hence saves nothing.
    """
    try:
        return make_page()
    except StorageUnavailableError as error:
        request.META[_PROBLEM] = str(error)
        response = make_page()
        response.status_code = _FULL if error.code == "full" else _UNAVAILABLE
        return response


def storage_problem(request: HttpRequest) -> str:
    """Why the pictures of this request could not be stored; empty as long as all is well."""
    return str(request.META.get(_PROBLEM, ""))
