"""Words in other languages: one line for each word and language."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.text import capfirst

from backoffice.editing.admin import SharedAdmin
from catalog.models import TranslatedWord
from catalog.translations.reading import language_name, other_languages


class TranslatedWordAdmin(SharedAdmin):
    list_display = ["word", "language_shown", "text"]
    list_filter = ["language"]
    list_per_page = 50
    search_fields = ["word", "text"]
    fields = ["word", "language", "text"]
    show_full_result_count = False

    @admin.display(description=TranslatedWord._meta.get_field("language").verbose_name)
    def language_shown(self, word: TranslatedWord) -> str:
        return language_name(word.language)

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "language":
            # One that is no longer offered stays with what was said in it.
            said = TranslatedWord.objects.order_by().values_list("language", flat=True).distinct()
            codes = dict.fromkeys([*other_languages(), *said])
            choices = [(code, language_name(code)) for code in codes]
            return forms.ChoiceField(label=capfirst(db_field.verbose_name), choices=choices)
        return super().formfield_for_dbfield(db_field, request, **kwargs)
