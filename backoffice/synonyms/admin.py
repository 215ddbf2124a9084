"""The list of synonyms, and the form of one."""

from __future__ import annotations

from backoffice.editing.admin import SharedAdmin


class SynonymAdmin(SharedAdmin):
    list_display = ["words", "one_way", "is_active"]
    list_filter = ["is_active", "one_way"]
    list_per_page = 50
    search_fields = ["words"]
    fields = ["words", "one_way", "is_active"]
    show_full_result_count = False
