"""One side of the lab: its form, and what it answers, or why it does not."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.http import HttpRequest

from backoffice.lab.judging.agreement import describe_agreement
from backoffice.lab.permissions import person
from backoffice.lab.sides.form import SettingForm
from backoffice.lab.sides.slot import Absent, Slot, absent_of, slots_of
from catalog.images.validation import ValidationBusyError
from catalog.models import Product
from embeddings.photos.errors import PhotoGoneError, PhotosUnavailableError, PhotoUnusableError
from embeddings.photos.vector import look_at_photo
from evaluation.judgements.keep import own_verdicts
from recommendations.candidate import Answer
from recommendations.inspection.inspect import Inspection, inspect_photo, inspect_product
from recommendations.inspection.setting import Setting
from recommendations.request.query import BlockWeightsInvalidError
from web.photo_errors import photo_problem
from web.photo_places import photo_place


@dataclass(frozen=True, kw_only=True)
class Side:
    """What a template shows of one side."""

    form: SettingForm
    name: str
    answer: Answer | None = None
    slots: list[Slot] = field(default_factory=list)
    absent: list[Absent] = field(default_factory=list)
    problem: str = ""
    agreement: str = ""


def make_side(
    request: HttpRequest, form: SettingForm, *, product: Product | None, photo: str
) -> Side:
    """Ask as the form says; without a product or a photo there is only the form."""
    name = form.prefix or ""
    if not form.is_valid():
        return Side(form=form, name=name)
    setting = form.setting
    agreement = describe_agreement(form.cleaned_data["space"])
    try:
        found = _find(setting, product=product, photo=photo)
    except (
        *(BlockWeightsInvalidError, PhotoGoneError, PhotoUnusableError, PhotosUnavailableError),
        ValidationBusyError,
    ) as error:
        told = photo_problem(error)
        sentence = str(error) if told is None else told.sentence
        return Side(form=form, name=name, problem=sentence, agreement=agreement)
    if found is None:
        return Side(form=form, name=name, agreement=agreement)
    shown = [each.product_id for each in found.answer.results]
    verdicts = own_verdicts(person(request), asked=product.pk, shown=shown) if product else {}
    return Side(
        form=form,
        name=name,
        answer=found.answer,
        slots=slots_of(found, setting, photo=photo, verdicts=verdicts),
        absent=absent_of(found),
        agreement=agreement,
    )


def _find(setting: Setting, *, product: Product | None, photo: str) -> Inspection | None:
    if photo:
        with photo_place():
            look = look_at_photo(photo, space=setting.space)
        return inspect_photo(look, setting)
    return inspect_product(product, setting) if product else None
