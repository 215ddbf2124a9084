"""What somebody said of a product that was shown beside another one."""

from __future__ import annotations

from typing import Final

from django.conf import settings
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from catalog.models import Product


class Verdict(models.TextChoices):
    """What may be said of a pair."""

    SAME_PRODUCT = "same_product", _("same product")
    GOOD = "good", _("good")
    SAME_KIND = "same_kind", _("same kind")
    BAD = "bad", _("not good")
    WRONG = "wrong", _("wrong")


LEVELS: Final[dict[str, int]] = {
    Verdict.SAME_PRODUCT: 3,
    Verdict.GOOD: 2,
    Verdict.SAME_KIND: 1,
    Verdict.BAD: 0,
    Verdict.WRONG: -1,
}
"""How alike a verdict says that two products are; what is above 0 is right to be shown."""


class Judgement(models.Model):
    """One person's last word on a pair, about products and their pictures and no space."""

    Verdict = Verdict

    # What somebody said outlives their account.
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("who"),
    )
    asked = models.ForeignKey(
        Product, on_delete=models.CASCADE, related_name="+", verbose_name=_("asked product")
    )
    shown = models.ForeignKey(
        Product, on_delete=models.CASCADE, related_name="+", verbose_name=_("shown product")
    )
    asked_digest = models.CharField(
        _("asked picture"), max_length=64, blank=True, help_text=_("sha256 of the picture.")
    )
    shown_digest = models.CharField(
        _("shown picture"), max_length=64, blank=True, help_text=_("sha256 of the picture.")
    )
    verdict = models.CharField(_("verdict"), max_length=12, choices=Verdict.choices)
    judged_at = models.DateTimeField(_("when"), auto_now=True)

    class Meta:
        verbose_name = _("judgement")
        verbose_name_plural = _("judgements")
        ordering = ["-judged_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "asked", "shown"], name="one_judgement_per_person_and_pair"
            ),
            models.CheckConstraint(
                condition=~models.Q(asked=models.F("shown")), name="judgement_of_two_products"
            ),
        ]

    def __str__(self) -> str:
        words = gettext("%(shown)s beside %(asked)s: %(verdict)s")
        return words % {
            "shown": self.shown,
            "asked": self.asked,
            "verdict": self.get_verdict_display(),
        }
