"""What others can be told of."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Event(models.TextChoices):
    """The types of messages; what each holds stands in docs/howto/webhooks.md."""

    PRODUCT_CREATED = "product.created", _("a product is new")
    PRODUCT_CHANGED = "product.changed", _("a product was changed, its pictures included")
    PRODUCT_DELETED = "product.deleted", _("a product was deleted")
    STOCK_CHANGED = "stock.changed", _("the stock of a product was changed")
    EMBEDDING_READY = "embedding.ready", _("pictures of a product can be searched for")
    EMBEDDING_FAILED = "embedding.failed", _("pictures of a product could not be embedded")
    IMPORT_FINISHED = "import.finished", _("an import has ended")
    SPACE_ACTIVATED = "space.activated", _("an embedding space went live")


TEST = "test"
"""The type of what staff send to see whether it arrives; nobody has to choose it."""
