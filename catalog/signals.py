"""A deleted picture's files go when the deletion is certain."""

from __future__ import annotations

from django.db import transaction
from django.db.models.signals import post_delete
from django.dispatch import receiver

from catalog.images.storage import picture_storage
from catalog.models import ProductImage


@receiver(post_delete, sender=ProductImage)
def delete_files(instance: ProductImage, **kwargs: object) -> None:
    name = instance.image.name or ""
    transaction.on_commit(lambda: picture_storage().delete_picture(name))
