"""What the list of a product's pictures shows beside its fields."""

from __future__ import annotations

from typing import Any

from django import template
from django.db.models import Count, Max
from django.forms.utils import flatatt
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import ngettext

from backoffice.embeddings.columns import picture_comparison
from backoffice.pictures.rules import PICTURE_RULES, words_of_script
from catalog.images.held.draft import Draft
from catalog.images.storage import rendition_name
from catalog.images.validation import CATALOG_LIMITS
from catalog.models import HeldPicture, ProductImage
from embeddings.models import ImageEmbedding

register = template.Library()

_THUMBNAIL = 160  # px
_MOST_UNFINISHED = 5


@register.filter
def at_160(file: Any) -> str:
    """Where the small rendition of a stored picture's file lies."""
    return str(file.storage.url(rendition_name(file.name, _THUMBNAIL)))


@register.simple_tag
def picture_state(image: ProductImage) -> SafeString:
    """Whether it is compared yet, why not, and what to do about it."""
    return picture_comparison(image)


@register.simple_tag
def picture_rules() -> str:
    return str(PICTURE_RULES)


@register.simple_tag
def picture_max_bytes() -> int:
    return CATALOG_LIMITS.max_bytes


@register.simple_tag
def picture_words() -> SafeString:
    """The sentences of the page's scripts, as attributes data-word-..."""
    return flatatt({f"data-word-{name}": word for name, word in words_of_script().items()})


@register.simple_tag
def unfinished_forms(draft: Draft) -> list[dict[str, Any]]:
    """Other forms of new products for which the user has uploaded pictures: the newest first."""
    held = HeldPicture.objects.filter(user=draft.user_id, product=None).exclude(form=draft.form)
    forms = held.order_by().values("form").annotate(pictures=Count("pk"), newest=Max("created_at"))
    return [dict(form) for form in forms.order_by("-newest")[:_MOST_UNFINISHED]]


@register.simple_tag
def retry_all_button(formset: Any) -> SafeString:
    """A button for all that failed, where they are several; its form stands on the page."""
    images = [form.instance for form in formset.forms if form.instance.pk]
    failed = sum(
        row.state == ImageEmbedding.State.FAILED for image in images for row in image.live_rows
    )
    if failed < 2 or not images[0].retry_allowed:
        return SafeString("")
    return format_html(
        '<p><button type="submit" form="retry-form" formaction="{}" class="retry">{}</button></p>',
        reverse("admin:catalog_product_retry_pictures", args=[formset.instance.pk]),
        ngettext("Retry the %(count)d that failed", "Retry all %(count)d that failed", failed)
        % {"count": failed},
    )
