"""Drawing: one product seen one way, from the empty set to the finished picture."""

from __future__ import annotations

from dataclasses import replace

from PIL import Image

from .backdrop import accent_for, plain_backdrop, styled_backdrop
from .camera import View
from .finish import Finish
from .palette import COLOURWAYS
from .records import DemoPicture, DemoProduct, Design
from .shapes import SHAPES, Shape
from .studio import Studio


def draw_picture(product: DemoProduct, picture: DemoPicture) -> Image.Image:
    """Draw a picture of a product: RGB, 800 x 800 pixels, the same pixels at every call."""
    return draw_design(product.design, picture.view)


def draw_design(design: Design, view_name: str) -> Image.Image:
    """Draw a design from "front", "angle", as a "detail" or "styled" on a coloured set."""
    shape = SHAPES[design.shape]
    view = _view(shape, view_name)
    ground = COLOURWAYS[design.colour].ground
    if view.styled:
        backdrop = styled_backdrop(accent_for(ground), shape.lies)
    else:
        backdrop = plain_backdrop(ground, shape.lies)
    studio = Studio(view, backdrop)
    shape.draw(studio, Finish(design, studio.camera.px_per_unit))
    return studio.picture()


def _view(shape: Shape, name: str) -> View:
    if name == "front":
        return View(zoom=1.06) if shape.lies else View(zoom=1.12, focus=(500, 512))
    if name == "angle":
        return shape.angle
    if name == "detail":
        return shape.detail
    if name == "styled":
        front = View(zoom=0.84, focus=(500, 500 if shape.lies else 530), styled=True)
        return replace(front, turn=40, tilt=0.16)
    raise ValueError(f"No such view: {name!r}")
