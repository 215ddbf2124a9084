"""The list of shapes: how each is drawn, and how it is best looked at."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ..camera import View
from ..finish import Finish
from ..studio import Studio

Drawer = Callable[[Studio, Finish], None]


@dataclass(frozen=True)
class Shape:
    """One shape; `lies` says that it is photographed from above, lying on paper."""

    draw: Drawer
    detail: View
    angle: View
    lies: bool = False


SHAPES: dict[str, Shape] = {}

# Other sides to be seen from: a step up and round it, past its corner, from its foot end, askew.
ORBIT = View(tilt=0.27, turn=110, focus=(500, 515), zoom=1.12)
CORNER = View(yaw=30)
MIRRORED = View(yaw=20, mirrored=True)
FLOOR = View(pitch=46, roll=-24, zoom=0.95)
ASKEW = View(roll=13, zoom=0.92)


def shape(
    name: str,
    *,
    focus: tuple[float, float] = (470, 560),
    zoom: float = 2.1,
    angle: View = ORBIT,
    lies: bool = False,
) -> Callable[[Drawer], Drawer]:
    """Put a drawing on the list, under the name that shoppers read; `focus` is worth a close look."""

    def register(draw: Drawer) -> Drawer:
        SHAPES[name] = Shape(draw, View(zoom=zoom, focus=focus), angle, lies)
        return draw

    return register
