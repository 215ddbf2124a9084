"""Storing the pictures that came with a product's form, all of them or none."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import ngettext

from catalog.images.saving import add_picture, next_position
from catalog.images.storage import picture_storage
from catalog.images.validation import ValidatedPicture
from catalog.models import Product, SetAside


def add_pictures(product: Product, pictures: list[ValidatedPicture]) -> Iterator[str]:
    """Add pictures behind those that a product has; the names of their files as they are stored.

    Raises StorageUnavailableError.
    """
    position = next_position(product) if pictures else 0
    for place, picture in enumerate(pictures, start=position):
        yield str(add_picture(product, picture, position=place).image.name)


def tell_blank_pictures(request: HttpRequest, product: Product, stored: Collection[str]) -> None:
    """Warn whoever uploaded pictures in which there is nothing to see; they are kept all the same.

    stored: names of the files that were just added.
    """
    blank = product.images.filter(image__in=stored, set_aside=SetAside.BLANK).count()
    if blank:
        told = ngettext(
            "%(count)d picture is blank, such as a white thing cut out on white: it is shown, but "
            "nothing can be compared with it.",
            "%(count)d pictures are blank, such as white things cut out on white: they are shown, "
            "but nothing can be compared with them.",
            blank,
        )
        messages.warning(request, told % {"count": blank})


@contextmanager
def all_or_none(formsets: Iterable[Iterable[Any]]) -> Iterator[list[str]]:
    """Note every file that is stored inside; where anything fails, none of them stays.

    The rows go with the transaction; the files of those already stored must follow. formsets: those
    of the page, each of whose forms tells in `stored` what it has stored.
    """
    stored: list[str] = []
    try:
        yield stored
    except BaseException:
        stored += [getattr(form, "stored", "") for formset in formsets for form in formset]
        for name in stored:
            picture_storage().delete_picture(name)
        raise
