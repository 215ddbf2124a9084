"""The files of what is deleted go when the deletion is certain."""

from __future__ import annotations

import shutil
from functools import partial

from django.db import transaction
from django.db.models.signals import post_delete
from django.dispatch import receiver

from catalog.images.storage import picture_storage
from catalog.imports.runs.files import feed_file
from catalog.models import Feed, HeldPicture, ProductImage


@receiver(post_delete, sender=ProductImage)
@receiver(post_delete, sender=HeldPicture)
def delete_files(instance: ProductImage | HeldPicture, **kwargs: object) -> None:
    for name in (instance.image.name or "", instance.original):
        transaction.on_commit(partial(picture_storage().delete_picture, name))


@receiver(post_delete, sender=Feed)
def delete_feed_file(instance: Feed, **kwargs: object) -> None:
    folder = feed_file(instance.pk).parent
    transaction.on_commit(lambda: shutil.rmtree(folder, ignore_errors=True))
