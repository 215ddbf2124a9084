"""Drawing: one product seen one way, from the empty set to the finished picture."""

from __future__ import annotations

from PIL import Image

from demo.catalogue.palette import COLOURWAYS
from demo.catalogue.patterns.finish import Finish
from demo.catalogue.records import DemoPicture, DemoProduct, Design
from demo.catalogue.scene.backdrop import accent_for, plain_backdrop, styled_backdrop
from demo.catalogue.scene.camera import View
from demo.catalogue.scene.studio import Studio
from demo.catalogue.shapes import SHAPES, Shape


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
    views = {
        "front": shape.front,
        "angle": shape.angle,
        "detail": shape.detail,
        "styled": shape.styled,
    }
    if name not in views:
        raise ValueError(f"No such view: {name!r}; there are {', '.join(views)}")
    return views[name]
