"""Every refusal has one form: `{"code", "message", "errors": []}`, whatever went wrong."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from django.core.exceptions import (
    BadRequest,
    RequestDataTooBig,
    SuspiciousOperation,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.core.signals import got_request_exception
from django.db import InterfaceError, OperationalError
from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework import exceptions
from rest_framework.response import Response

from api.refused import CallRefusedError
from web.photo_errors import PhotoProblem, photo_problem

logger = logging.getLogger(__name__)

# Enough to mend a request by; an answer stays below some 10 kB whatever was sent.
MAX_ERRORS = 20
MAX_FIELD_CHARACTERS = 80
MAX_MESSAGE_CHARACTERS = 400


def exception_handler(error: Exception, context: dict[str, Any]) -> Response | None:
    """Answer an exception in the API's form; a database that is away is the middleware's."""
    if isinstance(error, (OperationalError, InterfaceError)):
        return None
    if problem := photo_problem(error):
        return _answer_photo(problem)
    if isinstance(error, MovedError):
        return _answer_moved(error)
    if isinstance(error, exceptions.ValidationError):
        entries = list(islice(_flatten(error.get_full_details()), MAX_ERRORS))
        names = ", ".join(dict.fromkeys(entry["field"] for entry in entries if entry["field"]))
        message = _not_valid(names) if names else _("The request is not valid.")
        return refuse(400, "invalid", message, errors=entries)
    if isinstance(error, CallRefusedError):
        response = refuse(error.status_code, error.code, str(error.detail), errors=error.errors)
        for name, value in error.headers.items():
            response[name] = value
        return response
    if isinstance(error, exceptions.APIException):
        return _answer_framework(error)
    return _answer_django(error) or _answer_unexpected(error, context)


class MovedError(Exception):
    """What was asked for has another address now."""

    def __init__(self, location: str) -> None:
        super().__init__(location)
        self.location = location


def refuse(
    status: int,
    code: str,
    message: str,
    *,
    errors: list[dict[str, str]] | None = None,
    retry_after_seconds: int | None = None,
) -> Response:
    """An error response in the API's form."""
    headers = {} if retry_after_seconds is None else {"Retry-After": str(retry_after_seconds)}
    body = {"code": code, "message": message, "errors": errors or []}
    return Response(body, status=status, headers=headers)


def _answer_moved(error: MovedError) -> Response:
    response = refuse(301, "moved", _("It has another address now: see Location."))
    response["Location"] = error.location
    response["Cache-Control"] = "max-age=3600"  # another product may have the old one some day
    return response


def _answer_photo(problem: PhotoProblem) -> Response:
    """What a photo search fails with: the sentence, and the field at fault where one is."""
    message, errors = problem.sentence, []
    if problem.field:
        errors = [{"field": problem.field, "code": problem.code, "message": problem.sentence}]
    if problem.code == "invalid":  # as every other parameter that is not valid
        message = _not_valid(problem.field)
    seconds = problem.retry_after_seconds
    return refuse(problem.status, problem.code, message, errors=errors, retry_after_seconds=seconds)


def _answer_framework(error: exceptions.APIException) -> Response:
    codes = {400: "bad_request", 404: "not_found", 405: "method_not_allowed"}
    codes |= {406: "not_acceptable", 415: "unsupported_media_type"}
    message = _shorten(str(error.detail), MAX_MESSAGE_CHARACTERS)
    return refuse(error.status_code, codes.get(error.status_code, "error"), message)


def _answer_django(error: Exception) -> Response | None:
    """What Django raises while it reads a request."""
    match error:
        case Http404():
            return refuse(404, "not_found", _("There is nothing at this address."))
        case RequestDataTooBig():
            return refuse(413, "too_large", _("The fields of the form are too large."))
        case TooManyFieldsSent() | TooManyFilesSent():
            return refuse(400, "too_many_fields", _("The form has too many fields or files."))
        case SuspiciousOperation() | BadRequest():
            return refuse(400, "bad_request", _("The request is not valid."))
    return None


def _answer_unexpected(error: Exception, context: dict[str, Any]) -> Response:
    request = context["request"]
    logger.error("failed at %s", request.path, exc_info=error)
    # As Django does for any view: error trackers listen for it.
    got_request_exception.send(sender=None, request=request)
    return refuse(500, "error", _("Something went wrong on our side."))


def _not_valid(names: str) -> str:
    return _("Not valid: %(names)s.") % {"names": names}


def _flatten(details: Any, field: str = "") -> Iterator[dict[str, str]]:
    """DRF's nested details -> one entry for each complaint, with the field it is about."""
    if isinstance(details, Mapping) and isinstance(details.get("message"), str):
        yield {
            "field": _shorten(field, MAX_FIELD_CHARACTERS),
            "code": str(details["code"]),
            # A message may repeat what was sent.
            "message": _shorten(details["message"], MAX_MESSAGE_CHARACTERS),
        }
    elif isinstance(details, Mapping):
        for name, inner in details.items():
            # A complaint about one of several, such as positive.0, is told with its place.
            path = "" if name == "non_field_errors" else f"{field}.{name}".lstrip(".")
            yield from _flatten(inner, path)
    else:
        for inner in details:
            yield from _flatten(inner, field)


def _shorten(text: str, characters: int) -> str:
    return text if len(text) <= characters else text[: characters - 1] + "\N{HORIZONTAL ELLIPSIS}"
