"""What staff can do by a click to a picture that a finding is about."""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog.models import Compare, ProductImage
from embeddings.queue import follow_comparing
from embeddings.queue.wake import wake_workers
from hygiene.findings.models import Finding
from hygiene.kinds.base import Mend
from hygiene.refusals import picture_changed, picture_gone


def picture_of(finding: Finding, side: str = "picture") -> ProductImage:
    """The picture as it was found, its row locked; raises ChangedMeanwhileError for another.

    side: `picture` or `other_picture`
    """
    pk = getattr(finding, f"{side}_id")
    image = ProductImage.objects.select_for_update().filter(pk=pk).first() if pk else None
    if image is None:
        raise picture_gone()
    if image.sha256 != finding.evidence[f"{side}_sha256"]:
        raise picture_changed()
    return image


def deleting(side: str = "picture", *, both: bool = False) -> Callable[[Finding], str]:
    """Delete a picture; `both`: only as long as the other one, which stays, is there as well."""

    def delete(finding: Finding) -> str:
        if both:
            picture_of(finding, "other_picture" if side == "picture" else "picture")
        image = picture_of(finding, side)
        product = image.product
        image.delete()
        return _("A picture of %(product)s was deleted.") % {"product": product}

    return delete


def _set_compare(finding: Finding, word: Compare) -> None:
    image = picture_of(finding)
    ProductImage.objects.filter(pk=image.pk).update(compare=word)
    _ignored, queued = follow_comparing([image.pk])
    if queued:
        transaction.on_commit(lambda: wake_workers(), robust=True)


def _take_out(finding: Finding) -> str:
    _set_compare(finding, Compare.NEVER)
    return _("The picture is not compared any more.")


def _let_in(finding: Finding) -> str:
    _set_compare(finding, Compare.ALWAYS)
    return _("The picture is compared from now on.")


DELETE = Mend(
    name="delete",
    label=gettext_lazy("Delete the picture"),
    permissions=("catalog.delete_productimage",),
    apply=deleting(),
)
TAKE_OUT = Mend(
    name="take_out",
    label=gettext_lazy("Do not compare it"),
    permissions=("catalog.change_productimage",),
    apply=_take_out,
)
LET_IN = Mend(
    name="let_in",
    label=gettext_lazy("Always compare it"),
    permissions=("catalog.change_productimage",),
    apply=_let_in,
)
