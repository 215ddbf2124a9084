"""What a saved form says about the pictures that came with it."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from backoffice.pictures.arriving import shown_name
from backoffice.pictures.formset import PictureFormSet
from catalog.history import Changes
from catalog.models import ProductImage


def tell_about_pictures(request: HttpRequest, formsets: Iterable[object]) -> None:
    """Say how many were added, which were there already, and which have nothing to see in them."""
    for formset in formsets:
        if isinstance(formset, PictureFormSet):
            _tell(request, formset)


def changed_files(formsets: Iterable[object]) -> Changes:
    """What saving the forms has replaced, as the product's history keeps it."""
    changes: Changes = {}
    for formset in formsets:
        if isinstance(formset, PictureFormSet):
            for image in formset.adopted.replaced:
                before = formset.adopted.files_before[image.pk]
                changes |= changed_file(image, before=before)
    return changes


def changed_file(image: ProductImage, *, before: str) -> Changes:
    """A picture's new file. before: the name of the old one."""
    return {f"images:{image.pk}": [{"image": before}, {"image": image.image.name}]}


def _tell(request: HttpRequest, formset: PictureFormSet) -> None:
    adopted = formset.adopted
    if count := len(adopted.added):
        told = ngettext("%(count)d picture was added.", "%(count)d pictures were added.", count)
        messages.success(request, told % {"count": count})
    if count := len(adopted.replaced):
        told = ngettext(
            "%(count)d picture was replaced.", "%(count)d pictures were replaced.", count
        )
        messages.success(request, told % {"count": count})
    for name in adopted.twice:
        told = _("%(name)s was not added: the product shows the same picture already.")
        messages.warning(request, told % {"name": shown_name(name)})
    if count := adopted.blank:
        told = ngettext(
            "%(count)d picture is blank, such as a white thing cut out on white: it is shown, but "
            "nothing can be compared with it.",
            "%(count)d pictures are blank, such as white things cut out on white: they are shown, "
            "but nothing can be compared with them.",
            count,
        )
        messages.warning(request, told % {"count": count})
