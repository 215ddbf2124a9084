"""The evidence of a finding side by side: pictures, names, numbers, and what can be done."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from backoffice.hygiene.permissions import may_decide, mends_for
from catalog.models import Product, ProductImage
from hygiene.findings.decide import tell
from hygiene.findings.models import Finding, FindingKind, FindingState


@dataclass(frozen=True, kw_only=True)
class Exhibit:
    """One picture with whose it is."""

    label: str
    picture: ProductImage | None
    product: Product

    @property
    def small(self) -> str:
        return self.picture.url_at(160) if self.picture else ""

    @property
    def large(self) -> str:
        return self.picture.url_at(480) if self.picture else ""


def render_evidence(finding: Finding, *, large: bool = False) -> str:
    """Pictures beside each other, with names, SKUs, prices and categories."""
    context = {"exhibits": list(exhibits(finding)), "told": tell(finding), "large": large}
    return render_to_string("admin/hygiene/finding/evidence.html", context)


def render_buttons(request: HttpRequest, finding: Finding) -> str:
    """What this user may do about it by one click."""
    context: dict[str, Any] = {"finding": finding}
    if finding.state == FindingState.OPEN:
        context["mends"] = mends_for(request, finding)
        context["may_dismiss"] = may_decide(request)
    else:
        context["may_reopen"] = finding.state == FindingState.DISMISSED and may_decide(request)
    return render_to_string("admin/hygiene/finding/buttons.html", context)


def exhibits(finding: Finding) -> Iterator[Exhibit]:
    """What is shown side by side: the thing itself, and what it is held to."""
    is_pair = finding.other_product is not None
    yield Exhibit(
        label=_("First") if is_pair else "",
        picture=finding.picture or finding.product.cover,
        product=finding.product,
    )
    if finding.other_product is not None:
        yield Exhibit(
            label=_("Second"),
            picture=finding.other_picture or finding.other_product.cover,
            product=finding.other_product,
        )
    if finding.kind == FindingKind.WRONG_CATEGORY:
        for voter in finding.named.products.values():
            if voter.pk in finding.evidence["voters"]:
                yield Exhibit(label=_("Looks like"), picture=voter.cover, product=voter)
