"""Blind tests, their questions, and what people said."""

from __future__ import annotations

import secrets

from django.conf import settings
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from catalog.models import Product
from embeddings.models import EmbeddingSpace


def new_seed() -> str:
    """What the sides are shuffled by; it never leaves the database."""
    return secrets.token_hex(16)


class BlindTest(models.Model):
    """Two spaces whose answers people compare without knowing which is which."""

    # A space that is deleted takes its name along; the result outlives it.
    first = models.ForeignKey(
        EmbeddingSpace,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("one space"),
    )
    second = models.ForeignKey(
        EmbeddingSpace,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("other space"),
    )
    first_name = models.CharField(_("one space"), max_length=220)
    second_name = models.CharField(_("other space"), max_length=220)
    seed = models.CharField(max_length=32, default=new_seed, editable=False)
    compared = models.PositiveIntegerField(
        _("products compared"), default=0, help_text=_("Until so many were found that differ.")
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("who"),
    )
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)

    class Meta:
        verbose_name = _("blind test")
        verbose_name_plural = _("blind tests")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        names = {"one": self.first_name, "other": self.second_name}
        return gettext("%(one)s or %(other)s") % names


class BlindQuestion(models.Model):
    """A product, and what each space answers; kept as it was, so that all judge the same."""

    test = models.ForeignKey(BlindTest, on_delete=models.CASCADE, related_name="questions")
    number = models.PositiveSmallIntegerField()
    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="+")
    first_answer = models.JSONField(default=list)
    second_answer = models.JSONField(default=list)

    class Meta:
        verbose_name = _("blind question")
        verbose_name_plural = _("blind questions")
        ordering = ["test", "number"]
        constraints = [
            models.UniqueConstraint(fields=["test", "number"], name="blind_question_number")
        ]

    def __str__(self) -> str:
        return f"{self.test} {self.number}"


class Choice(models.TextChoices):
    """What somebody chose, with the sides undone."""

    FIRST = "first", _("the one")
    SECOND = "second", _("the other")
    EQUAL = "equal", _("equally good")


class BlindVote(models.Model):
    """One person's answer to a question."""

    question = models.ForeignKey(BlindQuestion, on_delete=models.CASCADE, related_name="votes")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    choice = models.CharField(max_length=6, choices=Choice.choices)
    voted_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("blind vote")
        verbose_name_plural = _("blind votes")
        constraints = [
            models.UniqueConstraint(fields=["question", "user"], name="one_blind_vote_per_person")
        ]

    def __str__(self) -> str:
        return f"{self.question}: {self.choice}"
