"""Names and values of attributes in the languages that the shop's pages are read in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from catalog.attribute_values import MAX_CHARACTERS, fold_value
from catalog.translations.reading import own_language_on_page, wanted_language


class TranslatedWord(models.Model):
    """What a name or value of attributes, such as colour or red, is called in another language."""

    word = models.CharField(
        _("word"),
        max_length=MAX_CHARACTERS,
        help_text=_("A name or a value as products have it, such as colour or red."),
    )
    folded = models.CharField(max_length=MAX_CHARACTERS, editable=False)
    """The word as it is compared."""
    language = models.CharField(_("language"), max_length=12)
    text = models.CharField(_("in that language"), max_length=MAX_CHARACTERS)

    class Meta:
        verbose_name = _("word in another language")
        verbose_name_plural = _("words in other languages")
        ordering = ["word", "language"]
        constraints = [
            models.UniqueConstraint(fields=["language", "folded"], name="one_translated_word")
        ]

    def __str__(self) -> str:
        return f"{self.word}: {self.text}"

    def save(self, *args: Any, **options: Any) -> None:
        self.folded = fold_word(self.word)
        if (fields := options.get("update_fields")) is not None:
            options["update_fields"] = {*fields, "folded"}
        super().save(*args, **options)

    def clean(self) -> None:
        alike = TranslatedWord.objects.filter(language=self.language, folded=fold_word(self.word))
        if alike.exclude(pk=self.pk).exists():
            raise ValidationError({"word": _("This word has a translation in this language.")})


def fold_word(text: str) -> str:
    """As it is compared: without upper case, Care_label like care label."""
    return fold_value(text.replace("_", " "))[:MAX_CHARACTERS]


class Said(str):
    """A word as it is shown, and the language that it is in where that is not the page's."""

    texts_language: str

    def __new__(cls, text: str, language: str = "") -> Self:
        made = super().__new__(cls, text)
        made.texts_language = language
        return made


@dataclass(frozen=True)
class AttributeWords:
    """Names and values of attributes in the reader's language, as far as staff have said them."""

    known: Mapping[str, str]
    """Folded word -> text."""

    @classmethod
    def read(cls, words: Iterable[str]) -> Self:
        """One statement where the page is in another language than the shop's own; none else."""
        language, folded = wanted_language(), {fold_word(word) for word in words}
        if not (language and folded):
            return cls({})
        rows = TranslatedWord.objects.filter(language=language, folded__in=folded)
        return cls(dict(rows.order_by().values_list("folded", "text")))

    def say(self, word: str) -> Said:
        """What has no translation stays as it is."""
        known = self.known.get(fold_word(word))
        return Said(word, own_language_on_page()) if known is None else Said(known)
