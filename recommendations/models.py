"""What staff decide: rules that pin, hide, boost or bury a product, and looks."""

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
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from catalog.models import Category, Product
from recommendations.abstract.signed import Signed
from recommendations.abstract.timed import Timed
from recommendations.looks.models import Look, LookItem
from recommendations.querysets import RuleQuerySet

__all__ = ["DEFAULT_STRENGTH", "Look", "LookItem", "Rule"]

DEFAULT_STRENGTH = 10
"""Points of match that a boost adds or a bury takes."""


def _only(number: F | Coalesce) -> Func:
    """A range that holds one number: PostgreSQL excludes overlaps of ranges without extensions."""
    return Func(number, number, Value("[]"), function="int8range")


class Rule(Signed, Timed):
    """A decision of the staff about one product, and beside which products it holds."""

    class Kind(models.TextChoices):
        PIN = "pin", _("pin to a place")
        HIDE = "hide", _("hide")
        BOOST = "boost", _("boost")
        BURY = "bury", _("bury")

    class State(models.TextChoices):
        VALID = "valid", _("valid now")
        SCHEDULED = "scheduled", _("scheduled")
        ENDED = "ended", _("ended")
        OFF = "off", _("switched off")

    kind = models.CharField(_("kind"), max_length=5, choices=Kind.choices)
    product = models.ForeignKey(
        Product,
        on_delete=models.CASCADE,
        related_name="rules",
        verbose_name=_("product"),
        help_text=_("What is moved."),
    )
    position = models.PositiveSmallIntegerField(
        _("place"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("The first is 1. Only for a pin."),
    )
    strength = models.PositiveSmallIntegerField(
        _("strength"),
        default=DEFAULT_STRENGTH,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
        help_text=_("Points of match (0 to 100) to add or to take. Only for boost and bury."),
    )
    beside_product = models.ForeignKey(
        Product,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="rules_beside",
        verbose_name=_("beside one product"),
        help_text=_("Only on this product's page."),
    )
    beside_category = models.ForeignKey(
        Category,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="rules_beside",
        verbose_name=_("beside a category's products"),
        help_text=_("On the pages of its products, and of those in categories below it."),
    )
    is_active = models.BooleanField(_("switched on"), default=True)
    note = models.CharField(
        _("note"),
        max_length=200,
        blank=True,
        help_text=_("Why, for colleagues. Shoppers never see it."),
    )

    objects = RuleQuerySet.as_manager()

    class Meta:
        verbose_name = _("rule")
        verbose_name_plural = _("rules")
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
                violation_error_message=_(
                    "Another product is pinned to this place there, at least for part of that time."
                ),
            ),
        ]

    def __str__(self) -> str:
        """The rule as a sentence: Pin Striped mug to place 1 beside Round vase until 1 Dec 2026."""
        return " ".join([self._deed(), self.scope, *self._time()])

    @property
    def signed(self) -> str:
        """The same, and who decided it: Hide Striped mug everywhere, by anna."""
        if not (who := self.decided_by):
            return gettext("“%(rule)s”") % {"rule": self}
        return gettext("“%(rule)s”, by %(who)s") % {"rule": self, "who": who}

    @property
    def decided_by(self) -> str:
        """Who changed it last, or made it; empty where that is not known."""
        who = self.updated_by or self.created_by
        return (who.get_full_name() or who.get_username()) if who else ""

    @property
    def scope(self) -> str:
        """Beside what it holds, in words."""
        if self.beside_product_id:
            return gettext("beside %(product)s") % {"product": self.beside_product}
        if self.beside_category_id:
            words = gettext("beside everything in %(category)s")
            return words % {"category": self.beside_category}
        return gettext("everywhere")

    def _deed(self) -> str:
        match self.kind:
            case self.Kind.PIN:
                words = gettext("Pin %(product)s to place %(place)s")
            case self.Kind.HIDE:
                words = gettext("Hide %(product)s")
            case self.Kind.BOOST:
                words = ngettext(
                    "Boost %(product)s by %(points)s point",
                    "Boost %(product)s by %(points)s points",
                    self.strength,
                )
            case _other:
                words = ngettext(
                    "Bury %(product)s by %(points)s point",
                    "Bury %(product)s by %(points)s points",
                    self.strength,
                )
        return words % {"product": self.product, "place": self.position, "points": self.strength}

    def _time(self) -> list[str]:
        words = []
        if self.starts_at:
            words.append(gettext("from %(time)s") % {"time": _spell(self.starts_at)})
        if self.ends_at:
            words.append(gettext("until %(time)s") % {"time": _spell(self.ends_at)})
        return words

    @property
    def state(self) -> State:
        """Whether it holds now, and if not, why."""
        return self.State(self.time_state(is_on=self.is_active))

    def clean(self) -> None:
        if self.kind != self.Kind.PIN:
            self.position = None
        problems = self.problems_of_times()
        if self.kind == self.Kind.PIN and self.position is None:
            problems["position"] = gettext("Say to which place; the first is 1.")
        if self.beside_product_id and self.beside_category_id:
            problems["beside_category"] = gettext("Choose one product or a category, not both.")
        if self.beside_product_id and self.beside_product_id == self.product_id:
            problems["beside_product"] = gettext("A product never stands beside itself.")
        if not problems and self.position and (taken := self._taken()):
            problems["position"] = taken
        if problems:
            raise ValidationError(problems)

    def start_after_what_ended(self) -> None:
        """Let a pin that holds by now begin later where all that is in its way is over.

        Without a start, or with one that a form cut to the minute, and at a place that it was moved
        to, it would reach back into the time of those that have ended.
        """
        now = timezone.now()
        has_begun = self.starts_at is None or self.starts_at <= now
        if has_begun and (self.ends_at is None or self.ends_at > now):
            ends = [rule.ends_at for rule in Rule.objects.in_the_way_of(self)]
            over = [end for end in ends if end is not None and end <= now]
            if ends and len(over) == len(ends):
                self.starts_at = max(over) if self.starts_at else now

    def _taken(self) -> str:
        """Which rule has this pin's place, whose it is and until when; empty where none has."""
        self.start_after_what_ended()
        rules = "; ".join(rule.signed for rule in Rule.objects.in_the_way_of(self)[:3])
        words = gettext(
            "Another product is pinned to this place there, at least for part of that time: "
            "%(rules)s. End that rule first, or choose another place or time."
        )
        return words % {"rules": rules} if rules else ""


def _spell(at: datetime) -> str:
    local = timezone.localtime(at)
    return date_format(local, "j M Y" if (local.hour, local.minute) == (0, 0) else "j M Y, H:i")
