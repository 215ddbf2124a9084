"""Which spaces a blind test compares, and by how many products."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from embeddings.models import EmbeddingSpace
from evaluation.blind.begin import MOST_QUESTIONS

USUAL_QUESTIONS = 30


class BlindTestForm(forms.Form):
    first = forms.ModelChoiceField(EmbeddingSpace.objects.none(), label=_("One space"))
    second = forms.ModelChoiceField(EmbeddingSpace.objects.none(), label=_("The other"))
    questions = forms.IntegerField(
        label=_("Products"),
        min_value=1,
        max_value=MOST_QUESTIONS,
        initial=USUAL_QUESTIONS,
        help_text=_("For which the two answers differ. Some 30 show a clear difference."),
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        state = EmbeddingSpace.State
        built = EmbeddingSpace.objects.active().filter(state__in=[state.LIVE, state.READY])
        for name in ("first", "second"):
            self.fields[name].queryset = built  # type: ignore[attr-defined]
