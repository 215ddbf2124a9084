"""How many pictures are not compared, and why."""

from __future__ import annotations

from django.db.models import Count, Q

from catalog.models import Compare, ProductImage, SetAside


def count_not_compared() -> dict[str, int]:
    """Pictures by the reason why they are not compared: `blank`, `filler` and `staff`."""
    apart = ProductImage.objects.filter(is_compared=False)
    by_itself = ~Q(compare=Compare.NEVER)
    return apart.aggregate(
        blank=Count("pk", filter=by_itself & Q(set_aside=SetAside.BLANK)),
        filler=Count("pk", filter=by_itself & Q(set_aside=SetAside.FILLER)),
        staff=Count("pk", filter=Q(compare=Compare.NEVER)),
    )
