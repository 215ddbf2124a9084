"""Into the history of each rule what was saved, and a word to whoever saved it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from backoffice.history.admin import HistoryAdmin
from backoffice.history.noting import as_added
from catalog.history import differences, snapshot
from recommendations.arranging.saving import Saved


def note_saved(request: HttpRequest, model_admin: HistoryAdmin, saved: Saved) -> None:
    for rule in saved.made:
        model_admin.note(request, as_added(rule))
        model_admin.log_addition(request, rule, [{"added": {}}])
    for rules, words in ((saved.changed, _("Arranged anew.")), (saved.ended, _("Ended."))):
        for rule in rules:
            model_admin.note(request, differences(saved.before[rule.pk], snapshot(rule), rule))
            model_admin.log_change(request, rule, words)
    count = len(saved.made) + len(saved.changed) + len(saved.ended)
    if count:
        told = ngettext("%(count)d rule was saved.", "%(count)d rules were saved.", count)
        messages.success(request, told % {"count": count})
    else:
        messages.info(request, _("There was nothing to save."))
