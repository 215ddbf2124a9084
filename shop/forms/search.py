"""The words that a shopper searches with."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

MAX_SEARCH_CHARACTERS = 200


class SearchForm(forms.Form):
    q = forms.CharField(max_length=MAX_SEARCH_CHARACTERS, required=False, label=_("Search"))
