"""A deleted picture's files go when the deletion is certain."""

from __future__ import annotations

from django.db import transaction
from django.db.models.signals import post_delete
from django.dispatch import receiver

from catalog.models import ProductImage


@receiver(post_delete, sender=ProductImage)
def delete_files(instance: ProductImage, **kwargs: object) -> None:
    storage, name = instance.image.storage, instance.image.name
    transaction.on_commit(lambda: storage.delete_picture(name))
