"""The list of shapes: how each is drawn, and how it is best looked at."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from demo.catalogue.patterns.finish import Finish
from demo.catalogue.scene.camera import View
from demo.catalogue.scene.studio import Studio

Drawer = Callable[[Studio, Finish], None]


@dataclass(frozen=True)
class Shape:
    """One shape; `lies` says that it is photographed from above, lying on paper."""

    draw: Drawer
    front: View
    angle: View
    detail: View
    styled: View
    lies: bool = False


SHAPES: dict[str, Shape] = {}
_FLOOR_BELOW_MIDDLE = 244.0  # where a styled set's floor carries its product, in units

# Where a product is first seen from: standing, standing but low, and lying.
STANDING = View(zoom=1.12, focus=(500, 512))
LOW = View(zoom=1.36, focus=(500, 606))
_LYING = View(zoom=1.06)
# And from elsewhere: past its corner, from its foot end, askew.
CORNER = View(yaw=30, zoom=1.06)
FLOOR = View(pitch=46, roll=-24, zoom=0.98)
ASKEW = View(roll=13, zoom=0.98)


def shape(
    name: str,
    *,
    front: View | None = None,
    angle: View | None = None,
    focus: tuple[float, float] = (470, 560),
    zoom: float = 2.1,
    floor: float = 820,
    lies: bool = False,
) -> Callable[[Drawer], Drawer]:
    """Put a drawing on the list under the name that shoppers read.

    `focus` and `zoom` say where a close look is worth while, `floor` how low its feet are.
    Without an `angle` of its own a shape
    is seen from a step up and spun on its axis, as suits whatever is round.
    """

    def register(draw: Drawer) -> Drawer:
        first = front or (_LYING if lies else STANDING)
        SHAPES[name] = Shape(
            draw,
            front=first,
            angle=angle or replace(first, tilt=0.27, turn=110),
            detail=View(zoom=zoom, focus=focus),
            styled=_on_set(first, None if lies else floor),
            lies=lies,
        )
        return draw

    return register


def _on_set(front: View, floor: float | None) -> View:
    """A step back, so that the set shows; whatever stands does so on one spot of its floor."""
    zoom = front.zoom * 0.76
    height = 500.0 if floor is None else floor - _FLOOR_BELOW_MIDDLE / zoom
    return replace(
        front, zoom=zoom, focus=(front.focus[0], height), tilt=0.16, turn=40, styled=True
    )
