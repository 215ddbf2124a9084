"""Keeping a picture for a form that is not saved yet, and letting it go."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from catalog.conf import conf
from catalog.images.held.draft import Draft
from catalog.images.held.models import HeldPicture
from catalog.images.saving import set_picture
from catalog.images.validation import PictureRefusedError, ValidatedPicture, validate_picture
from catalog.images.validation.validate import Upload
from catalog.models import ProductImage


def hold_upload(
    draft: Draft, upload: Upload, *, name: str, replaces: ProductImage | None = None
) -> HeldPicture:
    """Validate what was sent and keep it until its form is saved.

    Raises PictureRefusedError (its code is `too_many` where the form holds as many as it may),
    ValidationBusyError and StorageUnavailableError.
    """
    most = conf.HELD_PICTURES_MOST
    if HeldPicture.objects.of(draft).count() >= most:
        raise PictureRefusedError(
            "too_many",
            _("This form holds %(most)s new pictures already. Save it, then add others."),
            most=most,
        )
    return hold(draft, validate_picture(upload), name=name, replaces=replaces)


def hold(
    draft: Draft, picture: ValidatedPicture, *, name: str, replaces: ProductImage | None = None
) -> HeldPicture:
    """Keep a picture until its form is saved; file and row appear together or not at all.

    replaces: a picture of the draft's product, in whose place it comes; an earlier one for that
    place is let go. Raises StorageUnavailableError.
    """
    held = HeldPicture(
        user_id=draft.user_id, product_id=draft.product_id, form=draft.form, replaces=replaces
    )
    # PostgreSQL takes no NUL, and whoever reads a list no end of a name.
    held.name = name.replace("\0", "")[: HeldPicture._meta.get_field("name").max_length]
    with transaction.atomic():
        set_picture(held, picture)
        if replaces is not None:
            earlier = HeldPicture.objects.of(draft).filter(replaces=replaces)
            earlier.exclude(pk=held.pk).let_go()
    return held


def let_go(draft: Draft, pictures: Collection[int]) -> int:
    """Delete held pictures of a form with their files; ids of other forms are passed over."""
    return HeldPicture.objects.of(draft).filter(pk__in=pictures).let_go() if pictures else 0
