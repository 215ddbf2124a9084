"""How big a request may be, decided from its headers before a byte of its body is read.

Django bounds form fields (DATA_UPLOAD_MAX_MEMORY_SIZE) but not files: left alone it parses any
multipart body to its end, and writes files over FILE_UPLOAD_MAX_MEMORY_SIZE to the disk. With the
bound on the whole body no higher than that, a shopper's photo never leaves the memory, and every
view behind this - the API's and the shop's - may trust that an upload is small.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

MIB = 1024**2
# One picture at its limit of 10 MB, with a little for the form around it.
MAX_BODY_BYTES = settings.FILE_UPLOAD_MAX_MEMORY_SIZE
# Staff save a product with many pictures at once, each of them bounded by image validation.
MAX_STAFF_BODY_BYTES = settings.DATA_UPLOAD_MAX_NUMBER_FILES * MAX_BODY_BYTES

_NUMBER = re.compile(r"[0-9]{1,18}")


class BodyLimitMiddleware:
    """Answer 413 to a body that is too long, and 411 to one that does not say how long it is.

    Stands after the authentication middleware, since staff may send more, and before any view;
    nothing before it reads the body (the CSRF middleware does so only when a view is called).
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or ""
        if "HTTP_TRANSFER_ENCODING" in request.META or (not length and request.method == "POST"):
            return _refuse(request, 411, "length_required", _("Say how long the request is."))
        if length and not _NUMBER.fullmatch(length):
            return _refuse(request, 400, "bad_request", _("Content-Length is not a number."))
        if int(length or 0) > MAX_BODY_BYTES and int(length) > _limit_of(request):
            message = _("The request is too large: at most %(megabytes)s MB.")
            message %= {"megabytes": f"{_limit_of(request) / MIB:g}"}
            return _refuse(request, 413, "too_large", message)
        return self.get_response(request)


def _limit_of(request: HttpRequest) -> int:
    user = getattr(request, "user", None)
    return MAX_STAFF_BODY_BYTES if user is not None and user.is_staff else MAX_BODY_BYTES


def _refuse(request: HttpRequest, status: int, code: str, message: str) -> HttpResponse:
    if request.path.startswith("/api/"):
        return JsonResponse({"code": code, "message": message, "errors": []}, status=status)
    if status == 413:  # the one of these that a shopper's browser can meet
        return HttpResponse(render_to_string("413.html", {"message": message}), status=status)
    return HttpResponse(message, status=status, content_type="text/plain; charset=utf-8")
