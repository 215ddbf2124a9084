"""How an embedding's state looks and reads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from backoffice.badges import badge
from embeddings.conf import conf
from embeddings.models import ImageEmbedding

State = ImageEmbedding.State


def state_badge(row: ImageEmbedding) -> SafeString:
    return badge(row.state, row.get_state_display())


def state_in_words(row: ImageEmbedding) -> SafeString:
    """A badge, and what staff should know beside it: why it failed, or how often it was tried."""
    # Workers write English; what they may write stands in embeddings.failures.
    reason = _(row.error) if row.error else ""
    if row.state == State.IGNORED:
        reason = row.image.why_not_compared
    if row.state == State.PENDING and row.attempts:
        tried = _("Tried %(attempts)d of %(limit)d times.")
        tried %= {"attempts": row.attempts, "limit": conf.EMBED_ATTEMPTS}
        reason = f"{tried} {reason}".strip()
    if not reason:
        return state_badge(row)
    return format_html('{}<span class="reason">{}</span>', state_badge(row), reason)


def counted_badges(rows: Iterable[ImageEmbedding]) -> SafeString:
    """A product's pictures by their state: "3 ready", "1 failed"."""
    counts = Counter(row.state for row in rows)
    return format_html_join(
        " ",
        '<span class="badge badge-{}">{} {}</span>',
        ((state.value, counts[state], state.label) for state in State if counts[state]),
    )
