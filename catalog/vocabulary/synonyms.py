"""Words that staff keep as meaning the same, and which of them a search has."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.core.exceptions import ValidationError
from django.db import connection, models
from django.utils.translation import gettext_lazy as _

from catalog.search.analysis import Part, analyse

MAX_CHARACTERS = 400


class Synonym(models.Model):
    """Words or phrases that mean the same to shoppers."""

    words = models.CharField(
        _("words"),
        max_length=MAX_CHARACTERS,
        help_text=_("With commas between: sofa, couch, settee. Phrases may stand there, too."),
    )
    one_way = models.BooleanField(
        _("one way"),
        default=False,
        help_text=_(
            "Only who searches for the first finds the others as well, and not the reverse."
        ),
    )
    is_active = models.BooleanField(_("in use"), default=True)
    keys = ArrayField(models.TextField(), default=list, editable=False)
    """What each is as the search knows it: in stems. Written whenever it is saved."""

    class Meta:
        verbose_name = _("synonym")
        verbose_name_plural = _("synonyms")
        ordering = ["words"]
        indexes = [GinIndex(fields=["keys"], name="synonym_keys")]

    def __str__(self) -> str:
        return self.words

    def save(self, *args: Any, **options: Any) -> None:
        self.keys = self._keys()
        super().save(*args, **options)

    def clean(self) -> None:
        if len({key for key in self._keys() if key}) < 2:
            raise ValidationError({"words": _("Write two or more, with commas between.")})

    @property
    def texts(self) -> list[str]:
        return [text for part in re.split("[,;\n]", self.words) if (text := part.strip())]

    def _keys(self) -> list[str]:
        return [key_of(parts) for parts in analyse(self.texts)]


def key_of(parts: Iterable[Part]) -> str:
    """Words in whatever form, as one key: its stems with blanks between."""
    return " ".join(part.stems[0] if part.stems else part.word for part in parts)


def synonyms_of(keys: Sequence[str]) -> dict[str, list[str]]:
    """What else these keys are called, by key; one statement."""
    found: dict[str, list[str]] = {}
    for synonym in Synonym.objects.filter(is_active=True, keys__overlap=list(keys)):
        for place, (key, text) in enumerate(zip(synonym.keys, synonym.texts, strict=False)):
            if key in keys and (place == 0 or not synonym.one_way):
                others = [other for other in synonym.texts if other != text]
                found.setdefault(key, []).extend(others)
    return found


def renew_keys() -> None:
    """Write all keys anew, in the shop's languages of now."""
    if Synonym._meta.db_table not in connection.introspection.table_names():
        return  # a migration back to before there were any
    for synonym in Synonym.objects.all():
        synonym.save()
