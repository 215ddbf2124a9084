"""The unsaved changes as the page carries them from one look to the next: a row for each."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import BigIntegerField
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backoffice.sent_ids import sent_id
from catalog.models import Product
from recommendations.arranging.draft import Change, Draft
from recommendations.models import Rule

MAX_CHANGES = 100
_KINDS = [("", gettext_lazy("no rule of its own")), *Rule.Kind.choices]


class LocalTimeInput(forms.DateTimeInput):
    """A date and a time in one field, as browsers offer it."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")


class ChangeForm(forms.Form):
    """One change: what shall hold of a product, from when, until when, and why."""

    product_id = forms.IntegerField(
        min_value=1, max_value=BigIntegerField.MAX_BIGINT, widget=forms.HiddenInput
    )
    kind = forms.ChoiceField(choices=_KINDS, required=False, widget=forms.HiddenInput)
    seen = forms.CharField(required=False, max_length=1_000, widget=forms.HiddenInput)
    position = forms.IntegerField(
        min_value=1, max_value=32_767, required=False, label=gettext_lazy("Place")
    )
    strength = forms.IntegerField(
        min_value=1, max_value=100, required=False, label=gettext_lazy("Points")
    )
    starts_at = forms.DateTimeField(
        required=False, widget=LocalTimeInput, label=gettext_lazy("From")
    )
    ends_at = forms.DateTimeField(
        required=False, widget=LocalTimeInput, label=gettext_lazy("Until")
    )
    note = forms.CharField(max_length=200, required=False, label=gettext_lazy("Note"))

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        start, end = values.get("starts_at"), values.get("ends_at")
        if values.get("kind") == Rule.Kind.PIN and not (
            values.get("position") or "position" in self.errors
        ):
            self.add_error("position", _("Say to which place; the first is 1."))
        if start and end and end <= start:
            self.add_error("ends_at", _("It must end after it starts."))
        elif end and end <= timezone.now():
            self.add_error("ends_at", _("That is over already."))
        return values

    def change(self) -> Change:
        """What a valid form asks for."""
        values = dict(self.cleaned_data)
        values["strength"] = values["strength"] or Rule._meta.get_field("strength").default
        return Change(**values)


ChangeForms = forms.formset_factory(
    ChangeForm, extra=0, max_num=MAX_CHANGES, absolute_max=MAX_CHANGES, validate_max=True
)


def read_draft(beside: Product, sent: QueryDict) -> tuple[Draft, Any]:
    """What was sent as a draft, and the forms; those that are not valid stay out of the draft.

    Of two pins to one place the one that stands further down in the table gets it.
    """
    sheets = ChangeForms(sent, prefix="change")
    changes = [sheet.change() for sheet in sheets.forms if sheet.is_valid()]
    ids = {change.product_id for change in changes}
    known = set(Product.objects.filter(pk__in=ids).values_list("pk", flat=True)) - {beside.pk}
    named = [sent_id(each) for each in sent.getlist("replaced")]
    replaced = Rule.objects.filter(beside_product=beside, pk__in=named)
    draft = Draft(beside, (), frozenset(replaced.values_list("pk", flat=True)))
    for change in changes:
        if change.product_id in known:
            draft = draft.with_change(change)
    return draft, sheets


def forms_of(draft: Draft) -> Any:
    """The forms of a draft, each with the change that it stands for."""
    values = [
        {name: getattr(change, name) for name in ChangeForm.base_fields} for change in draft.changes
    ]
    return ChangeForms(initial=values, prefix="change")
