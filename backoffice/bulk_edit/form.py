"""What is to be changed of the selected products; what is left alone stays."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backoffice.attributes.typed import Kind, is_storable, read_value
from backoffice.categories.fields import CategoryField
from backoffice.editing.numbers import PlainDecimalField
from catalog.bulk_edits.change import Change
from catalog.bulk_edits.pricing import MOST, PriceChange
from catalog.models import Category, Product

_LEAVE = ("", gettext_lazy("leave as it is"))
MOST_PERCENT = 10_000
_KINDS = [each for each in Kind.choices if each[0] != Kind.OTHER]


class BulkEditForm(forms.Form):
    """Becomes a `Change`: `change` once it is valid."""

    price = forms.ChoiceField(
        label=gettext_lazy("Price"),
        required=False,
        choices=[
            _LEAVE,
            ("set", gettext_lazy("set to this amount")),
            ("raise", gettext_lazy("raise by this percentage")),
            ("lower", gettext_lazy("lower by this percentage")),
            ("round", gettext_lazy("only round")),
        ],
    )
    amount = PlainDecimalField(
        label=gettext_lazy("Amount or percentage"),
        required=False,
        min_value=0,
        max_digits=10,
        decimal_places=2,
    )
    ending = forms.ChoiceField(
        label=gettext_lazy("Round to"),
        required=False,
        choices=[
            ("", gettext_lazy("the cent")),
            ("95", gettext_lazy("the nearest .95")),
            ("99", gettext_lazy("the nearest .99")),
            ("00", gettext_lazy("the nearest whole")),
        ],
    )
    category = CategoryField(
        label=gettext_lazy("Category"),
        queryset=Category.objects.all(),
        required=False,
        widget=AutocompleteSelect(Product._meta.get_field("category"), admin.site),
        help_text=gettext_lazy("Leave it empty to leave it as it is."),
    )
    brand = forms.ChoiceField(
        label=gettext_lazy("Brand"),
        required=False,
        choices=[
            _LEAVE,
            ("set", gettext_lazy("set to this name")),
            ("clear", gettext_lazy("take away")),
        ],
    )
    brand_name = forms.CharField(label=gettext_lazy("Name"), required=False, max_length=80)
    attribute = forms.ChoiceField(
        label=gettext_lazy("Attribute"),
        required=False,
        choices=[
            _LEAVE,
            ("set", gettext_lazy("set this one")),
            ("clear", gettext_lazy("take this one away")),
        ],
    )
    attribute_name = forms.CharField(label=gettext_lazy("Name"), required=False, max_length=120)
    attribute_value = forms.CharField(label=gettext_lazy("Value"), required=False, strip=True)
    attribute_kind = forms.ChoiceField(
        label=gettext_lazy("Kind of value"), required=False, choices=_KINDS
    )
    published = forms.ChoiceField(
        label=gettext_lazy("Published"),
        required=False,
        choices=[
            _LEAVE,
            ("yes", gettext_lazy("put into the shop")),
            ("no", gettext_lazy("take out of the shop")),
        ],
    )

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if self.errors:
            return given
        self.change = Change(
            price=self._price(given),
            category_id=given["category"].pk if given.get("category") else None,
            brand=self._brand(given),
            is_published={"yes": True, "no": False}.get(given["published"]),
            **self._attribute(given),
        )
        if not self.errors and not self.change:
            self.add_error(None, _("Say what is to be changed."))
        return given

    def _price(self, given: dict[str, Any]) -> PriceChange | None:
        operation, amount, ending = given["price"], given.get("amount"), given["ending"]
        if not operation:
            if amount is not None or ending:
                self.add_error("price", _("Say what this amount or rounding is for."))
            return None
        if operation == "round":
            if not ending:
                self.add_error("ending", _("Say what prices are rounded to."))
            return PriceChange(operation=operation, ending=ending)
        if amount is None:
            self.add_error("amount", _("How much?"))
        elif operation == "raise" and amount > MOST_PERCENT:
            most = _("At most %(most)s percent.") % {"most": MOST_PERCENT}
            self.add_error("amount", most)
        value = min(amount or Decimal(0), MOST)
        return PriceChange(operation=operation, value=value, ending=ending)

    def _brand(self, given: dict[str, Any]) -> str | None:
        match given["brand"], given["brand_name"]:
            case "set", "":
                self.add_error("brand_name", _("Which brand?"))
            case "set", name:
                return str(name)
            case "clear", _name:
                return ""
            case _, name if name:
                self.add_error("brand", _("Say what this name is for."))
        return None

    def _attribute(self, given: dict[str, Any]) -> dict[str, Any]:
        asked, name = given["attribute"], given["attribute_name"]
        if not asked:
            if name:
                self.add_error("attribute", _("Say what this name is for."))
            return {}
        if not name or not is_storable(name):
            self.add_error("attribute_name", _("Which attribute?"))
            return {}
        if asked == "clear":
            return {"cleared": (name,)}
        if not given["attribute_value"]:
            self.add_error("attribute_value", _("Which value?"))
            return {}
        kind = given["attribute_kind"] or Kind.TEXT
        try:
            value = read_value(kind, given["attribute_value"], name=name)
        except ValidationError as error:
            self.add_error("attribute_value", error)
            return {}
        return {"attributes": {name: value}}
