"""Why a finding cannot be mended: what it is about is not what it was any more."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from infra.refusals import RefusedError


class ChangedMeanwhileError(RefusedError):
    """Codes: picture_gone, picture_changed, product_gone, field_changed, decided, no_mend."""


def picture_gone() -> ChangedMeanwhileError:
    return ChangedMeanwhileError("picture_gone", _("The picture is not there any more."))


def picture_changed() -> ChangedMeanwhileError:
    return ChangedMeanwhileError("picture_changed", _("The picture was replaced meanwhile."))


def product_gone() -> ChangedMeanwhileError:
    return ChangedMeanwhileError("product_gone", _("The product is not there any more."))


def field_changed(product: object, field: object) -> ChangedMeanwhileError:
    return ChangedMeanwhileError(
        "field_changed",
        _("%(field)s of %(product)s was changed meanwhile, so it was left alone."),
        product=product,
        field=field,
    )


def decided(what: object) -> ChangedMeanwhileError:
    return ChangedMeanwhileError(
        "decided", _("Somebody has decided about it meanwhile: %(what)s."), what=what
    )


def no_mend() -> ChangedMeanwhileError:
    return ChangedMeanwhileError("no_mend", _("There is no way to mend it by a click."))
