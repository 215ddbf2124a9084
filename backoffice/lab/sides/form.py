"""How one side is asked."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from embeddings.models import EmbeddingSpace
from recommendations.inspection.setting import Setting

WITH, WITHOUT = "with", "without"
IN_STOCK, ALL = "in_stock", "all"


class SettingForm(forms.Form):
    """A space, weights, diversity, rules; what is not said is as on a product page."""

    space = forms.ModelChoiceField(
        EmbeddingSpace.objects.none(), label=_("Space"), empty_label=None
    )
    visual = forms.FloatField(
        label=_("Shape"), min_value=0, max_value=1000, required=False, widget=forms.NumberInput
    )
    colour = forms.FloatField(
        label=_("Colour"), min_value=0, max_value=1000, required=False, widget=forms.NumberInput
    )
    diversity = forms.FloatField(label=_("Diversity"), min_value=0, max_value=1, required=False)
    rules = forms.ChoiceField(
        label=_("Rules"),
        choices=[(WITH, _("with the staff's rules")), (WITHOUT, _("without rules"))],
    )
    stock = forms.ChoiceField(
        label=_("Stock"), choices=[(IN_STOCK, _("in stock")), (ALL, _("sold out too"))]
    )

    def __init__(self, *args: Any, spaces: QuerySet[EmbeddingSpace], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["space"].queryset = spaces  # type: ignore[attr-defined]
        for field in self.fields.values():
            field.widget.attrs["form"] = "lab-form"  # one form for both sides and the product
        for name in ("visual", "colour", "diversity"):
            self.fields[name].widget.attrs.update(step="0.1", inputmode="decimal")
        for name in ("visual", "colour"):
            self.fields[name].widget.attrs["placeholder"] = _("own")

    def clean_space(self) -> EmbeddingSpace:
        space: EmbeddingSpace = self.cleaned_data["space"]
        if space.state == EmbeddingSpace.State.BUILDING:
            words = _("This space is still being built: %(ready)d of %(all)d pictures.")
            numbers = {"ready": space.embeddings.ready().count(), "all": space.embeddings.count()}
            raise forms.ValidationError(words, params=numbers)
        return space

    @property
    def setting(self) -> Setting:
        """Of a form that is valid."""
        said = self.cleaned_data
        weights = {name: said[name] for name in ("visual", "colour") if said[name] is not None}
        return Setting(
            space=said["space"],
            weights=weights if any(weights.values()) else None,
            diversity=said["diversity"] or 0.0,
            follows_rules=said["rules"] == WITH,
            in_stock=said["stock"] == IN_STOCK,
        )


def setting_forms(data: dict[str, str]) -> list[SettingForm]:
    """The forms of both sides, filled with what is said and, where nothing is, with defaults.

    The one side is the shop as it is. The other is another space where one is built, else the same
    one without rules.
    """
    spaces = EmbeddingSpace.objects.active()
    built = [each.pk for each in spaces if each.state != EmbeddingSpace.State.BUILDING]
    first = str(built[0]) if built else ""
    second = str(built[1]) if len(built) > 1 else first
    defaults = {
        **{"a-space": first, "a-rules": WITH, "a-stock": IN_STOCK},
        **{"b-space": second, "b-stock": IN_STOCK},
        "b-rules": WITH if second != first else WITHOUT,
    }
    return [SettingForm({**defaults, **data}, prefix=side, spaces=spaces) for side in ("a", "b")]
