"""The same form sent twice: a second click on Save, while the first is still under way or done.

A browser shows the answer to the last click, so that one must lead to what the first has saved. A
form is the same where it was opened once and sends the same; whoever goes back, types something
else and saves again has another.
"""

from __future__ import annotations

import hashlib
from datetime import timedelta

from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone

from backoffice.editing.form import OPENED
from backoffice.editing.models import SavedForm
from backoffice.editing.opened import Opened
from infra.locks.advisory import wait_for_lock

KEPT = timedelta(days=1)
PATIENCE_SECONDS = 10
"""So long the second click waits for the first, which may have a lot to save."""

_BUTTONS = ("_save", "_continue", "_addanother", "csrfmiddlewaretoken")


class Sending:
    """One form that was sent, within a transaction; others with the same wait for its end."""

    def __init__(self, request: HttpRequest) -> None:
        opened = Opened.read(request.POST.get(OPENED, ""))
        self._opening = opened.id if opened else ""
        self._digest = _digest(request)
        if self._opening:
            wait_for_lock(f"form {self._opening}", seconds=PATIENCE_SECONDS)

    def saved_as(self) -> int | None:
        """The id of what it has been saved as; None where this is the first time."""
        same = SavedForm.objects.filter(opening=self._opening, digest=self._digest)
        return same.values_list("object_id", flat=True).first() if self._opening else None

    def keep(self, object_id: int) -> None:
        """It is saved; what the same page has saved before and forms of yesterday are forgotten."""
        if self._opening:
            is_old = Q(at__lt=timezone.now() - KEPT)
            SavedForm.objects.filter(is_old | Q(opening=self._opening)).delete()
            SavedForm.objects.create(
                opening=self._opening, digest=self._digest, object_id=object_id
            )


def _digest(request: HttpRequest) -> str:
    """Of the address, the fields, the names and sizes of files; not of which button was pressed."""
    fields = [each for each in request.POST.lists() if each[0] not in _BUTTONS]
    files = [
        (name, [(file.name, file.size) for file in sent]) for name, sent in request.FILES.lists()
    ]
    sent = (request.path, sorted(fields), sorted(files))
    return hashlib.sha256(repr(sent).encode()).hexdigest()
