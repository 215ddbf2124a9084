"""What a key is and may do."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.contrib.auth.models import User
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backoffice.editing.form import SharedForm
from web.keys.models import ApiKey, Scope

_NEEDS = {
    Scope.WRITE: ("catalog.add_product", "catalog.change_product", "catalog.delete_product"),
    Scope.STAFF: ("catalog.view_product",),
}


def may_give(user: Any, scopes: list[str]) -> bool:
    """Whether somebody may do by hand what a key with these scopes does."""
    needed = [each for scope in scopes for each in _NEEDS.get(Scope(scope), ())]
    return bool(user.has_perms(needed))


class KeyForm(SharedForm):
    """Nobody gives a key more than they may do themselves."""

    user: ClassVar[User]
    scopes = forms.MultipleChoiceField(
        label=gettext_lazy("May"),
        choices=Scope.choices,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = ApiKey
        fields = ["name", "scopes", "requests_per_minute", "forwards_shoppers", "expires_at"]

    def clean_scopes(self) -> list[str]:
        asked: list[str] = self.cleaned_data["scopes"]
        new = [scope for scope in asked if scope not in self.instance.scopes]
        if not may_give(self.user, new):
            raise forms.ValidationError(_("You may not do all of this yourself."))
        return asked
