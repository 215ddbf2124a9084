"""Whether pictures are embedded yet, shown beside each product and each of its pictures."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Prefetch
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backoffice.badges import badge
from backoffice.embeddings.badges import counted_badges, state_in_words
from backoffice.embeddings.retrying import retry_button
from embeddings.models import EmbeddingSpace, ImageEmbedding


def live_rows(lookup: str) -> Prefetch[Any]:
    """Load `live_rows` of pictures: their embeddings in the space that shoppers see."""
    live = ImageEmbedding.objects.filter(space__state=EmbeddingSpace.State.LIVE)
    return Prefetch(lookup, queryset=live.without_vectors(), to_attr="live_rows")


@admin.display(description=gettext_lazy("embedding"))
def comparison(product: Any) -> SafeString:
    """A product's pictures by their state; needs `live_rows` of its `images`."""
    images = product.images.all()
    if not images:
        return badge("none", _("no picture"))
    rows = [row for image in images for row in image.live_rows]
    return counted_badges(rows) or badge("none", _("not compared"))


@admin.display(description=gettext_lazy("embedding"))
def picture_comparison(image: Any) -> SafeString:
    """One picture's state; needs its `live_rows`, and `retry_allowed` for the button."""
    rows = getattr(image, "live_rows", None)
    if rows is None:  # a picture that is being added
        return SafeString("")
    if not rows:
        return badge("none", _("not compared"))
    button = retry_button(rows[0]) if image.retry_allowed else ""
    return format_html("{}{}", state_in_words(rows[0]), button)
