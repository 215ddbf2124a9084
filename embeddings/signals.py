"""A saved picture and its place in the queue are one transaction; the wake-up comes after it."""

from __future__ import annotations

from django.db import transaction
from django.db.models.signals import post_save
from django.dispatch import receiver

from catalog.models import ProductImage
from embeddings.queue import follow_comparing, follow_product, queue_picture
from embeddings.queue.wake import wake_workers


@receiver(post_save, sender=ProductImage)
def queue_saved_picture(instance: ProductImage, raw: bool, created: bool, **kwargs: object) -> None:
    if raw:
        return
    queued = queue_picture(instance)
    if not created:
        follow_product(instance)
        _, compared_again = follow_comparing([instance.pk])
        queued = queued or compared_again > 0
    if queued:
        # robust=True with a partial breaks on Django 5.2 (#36487); the lambda does not.
        transaction.on_commit(lambda: wake_workers(), robust=True)
