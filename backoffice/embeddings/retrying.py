"""Putting failed embeddings back into the queue, from a button or a list."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from embeddings.models import ImageEmbedding
from embeddings.queue import retry
from embeddings.queue.wake import wake_workers

TEMPLATE = "backoffice/change_form_with_retry.html"
"""A page of the admin on which `retry_button` works."""


def may_retry(request: HttpRequest) -> bool:
    return user_may_retry(request.user)


def user_may_retry(user: Any) -> bool:
    """Whoever may replace a picture may have it embedded once more, and so may operators."""
    rights = ("catalog.change_productimage", "embeddings.change_imageembedding")
    return any(user.has_perm(right) for right in rights)


def retry_and_wake(rows: list[int]) -> int:
    """Queue failed embeddings again and wake the workers; how many had failed."""
    retried = retry(rows)
    if retried:
        wake_workers()
    return retried


def retry_button(row: Any) -> SafeString:
    """A button for a failed embedding; its form stands outside the page's own (TEMPLATE)."""
    if row.state != ImageEmbedding.State.FAILED:
        return SafeString("")
    return format_html(
        '<button type="submit" form="retry-form" formaction="{}" class="retry">{}</button>',
        reverse("admin:embeddings_imageembedding_retry", args=[row.pk]),
        _("Retry"),
    )
