"""What staff decide about similar items: rules that pin, hide, boost or bury a product."""

from __future__ import annotations

from datetime import datetime

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.formats import date_format

from catalog.models import Category, Product
from recommendations.querysets import RuleQuerySet

DEFAULT_STRENGTH = 10
"""Points of match that a boost adds or a bury takes."""


def _only(number: F | Coalesce) -> Func:
    """A range that holds one number: PostgreSQL excludes overlaps of ranges without extensions."""
    return Func(number, number, Value("[]"), function="int8range")


class Rule(models.Model):
    """A decision of the staff about one product, and beside which products it holds."""

    class Kind(models.TextChoices):
        PIN = "pin", "pin to a place"
        HIDE = "hide", "hide"
        BOOST = "boost", "boost"
        BURY = "bury", "bury"

    class State(models.TextChoices):
        VALID = "valid", "valid now"
        SCHEDULED = "scheduled", "scheduled"
        ENDED = "ended", "ended"
        OFF = "off", "switched off"

    kind = models.CharField(max_length=5, choices=Kind.choices)
    product = models.ForeignKey(
        Product, on_delete=models.CASCADE, related_name="rules", help_text="What is moved."
    )
    position = models.PositiveSmallIntegerField(
        "place",
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text="The first is 1. Only for a pin.",
    )
    strength = models.PositiveSmallIntegerField(
        default=DEFAULT_STRENGTH,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
        help_text="Points of match (0 to 100) to add or to take. Only for boost and bury.",
    )
    beside_product = models.ForeignKey(
        Product,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="rules_beside",
        verbose_name="beside one product",
        help_text="Only on this product's page.",
    )
    beside_category = models.ForeignKey(
        Category,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="rules_beside",
        verbose_name="beside a category's products",
        help_text="On the pages of its products, and of those in categories below it.",
    )
    starts_at = models.DateTimeField("from", null=True, blank=True, help_text="Empty: at once.")
    ends_at = models.DateTimeField("until", null=True, blank=True, help_text="Empty: for good.")
    is_active = models.BooleanField("switched on", default=True)
    note = models.CharField(
        max_length=200, blank=True, help_text="Why, for colleagues. Shoppers never see it."
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = RuleQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=("pin", "hide", "boost", "bury")), name="rule_kind_known"
            ),
            models.CheckConstraint(
                # A check that comes to NULL passes, hence both.
                condition=Q(kind="pin", position__isnull=False, position__gte=1)
                | (~Q(kind="pin") & Q(position__isnull=True)),
                name="rule_place_exactly_for_a_pin",
            ),
            models.CheckConstraint(
                condition=Q(strength__range=(1, 100)), name="rule_strength_1_to_100"
            ),
            models.CheckConstraint(
                condition=Q(beside_product__isnull=True) | Q(beside_category__isnull=True),
                name="rule_one_scope",
            ),
            models.CheckConstraint(
                condition=Q(beside_product__isnull=True) | ~Q(beside_product=F("product")),
                name="rule_not_beside_itself",
            ),
            models.CheckConstraint(
                condition=Q(starts_at__isnull=True)
                | Q(ends_at__isnull=True)
                | Q(ends_at__gt=F("starts_at")),
                name="rule_ends_after_it_starts",
            ),
            ExclusionConstraint(
                name="rule_one_pin_per_place",
                expressions=[
                    (_only(Coalesce("beside_product", 0)), RangeOperators.OVERLAPS),
                    (_only(Coalesce("beside_category", 0)), RangeOperators.OVERLAPS),
                    (_only(F("position")), RangeOperators.OVERLAPS),
                    (
                        Func("starts_at", "ends_at", function="tstzrange"),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                # Only pins have one. Not by kind: Django cannot check a condition on a field that
                # was filled in wrongly.
                condition=Q(position__isnull=False, is_active=True),
                violation_error_message=(
                    "Another product is pinned to this place there, at least for part of that time."
                ),
            ),
        ]

    def __str__(self) -> str:
        """The rule as a sentence: Pin Striped mug to place 1 beside Round vase until 1 Dec 2026."""
        return " ".join([self._deed(), self.scope, *self._time()])

    @property
    def scope(self) -> str:
        """Beside what it holds, in words."""
        if self.beside_product_id:
            return f"beside {self.beside_product}"
        if self.beside_category_id:
            return f"beside everything in {self.beside_category}"
        return "everywhere"

    def _deed(self) -> str:
        points = f"{self.strength} point{'' if self.strength == 1 else 's'}"
        match self.kind:
            case self.Kind.PIN:
                return f"Pin {self.product} to place {self.position}"
            case self.Kind.HIDE:
                return f"Hide {self.product}"
            case self.Kind.BOOST:
                return f"Boost {self.product} by {points}"
        return f"Bury {self.product} by {points}"

    def _time(self) -> list[str]:
        ends = (("from", self.starts_at), ("until", self.ends_at))
        return [f"{word} {_spell(at)}" for word, at in ends if at]

    @property
    def state(self) -> State:
        """Whether it holds now, and if not, why."""
        now = timezone.now()
        if not self.is_active:
            return self.State.OFF
        if self.ends_at and self.ends_at <= now:
            return self.State.ENDED
        if self.starts_at and self.starts_at > now:
            return self.State.SCHEDULED
        return self.State.VALID

    def clean(self) -> None:
        if self.kind != self.Kind.PIN:
            self.position = None
        problems = {}
        if self.kind == self.Kind.PIN and self.position is None:
            problems["position"] = "Say to which place; the first is 1."
        if self.beside_product_id and self.beside_category_id:
            problems["beside_category"] = "Choose one product or a category, not both."
        if self.beside_product_id and self.beside_product_id == self.product_id:
            problems["beside_product"] = "A product never stands beside itself."
        if self.starts_at and self.ends_at and self.ends_at <= self.starts_at:
            problems["ends_at"] = "It must end after it starts."
        if problems:
            raise ValidationError(problems)


def _spell(at: datetime) -> str:
    local = timezone.localtime(at)
    return date_format(local, "j M Y" if (local.hour, local.minute) == (0, 0) else "j M Y, H:i")
