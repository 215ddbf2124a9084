"""Where a picture is taken from: views, and the way from the drawing sheet to pixels."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from demo.catalogue.scene.curves import Outline

PICTURE_SIZE_PX = 800
SHEET_UNITS = 1000
_DISTANCE = 1900.0  # of the lens from the sheet, in units: a mild tele lens


@dataclass(frozen=True)
class View:
    """One way to look at a product; angles in degrees, `focus` is put in the picture's middle."""

    zoom: float = 1.0
    focus: tuple[float, float] = (500, 500)
    roll: float = 0.0
    yaw: float = 0.0
    pitch: float = 0.0
    tilt: float = 0.13  # height over width of a level circle: how far from above we look
    turn: float = 0.0  # how far a turned piece is spun on its axis, in units of its surface
    mirrored: bool = False
    styled: bool = False  # on a coloured set instead of the studio's plain one


class Camera:
    """Projects the sheet on the picture and finds the sheet's point behind each pixel."""

    def __init__(self, view: View) -> None:
        half = PICTURE_SIZE_PX / 2
        scale = PICTURE_SIZE_PX / SHEET_UNITS
        lens = np.array([[scale, 0, half], [0, scale, half], [0, 0, 1]])
        zoom = np.diag([-view.zoom if view.mirrored else view.zoom, view.zoom, 1.0])
        to_focus = np.array([[1, 0, -view.focus[0]], [0, 1, -view.focus[1]], [0, 0, 1.0]])
        self._matrix = lens @ _pitch(view.pitch) @ _yaw(view.yaw) @ _roll(view.roll)
        self._matrix = self._matrix @ zoom @ to_focus
        self._inverse = np.linalg.inv(self._matrix)
        self._upright = not (view.roll or view.yaw or view.pitch)
        self.px_per_unit = scale * view.zoom

    def project(self, outline: Outline) -> Outline:
        """Sheet to picture: (N, 2) units -> (N, 2) pixels."""
        return _apply(self._matrix, outline[:, 0], outline[:, 1])

    def sheet_behind(
        self, left: int, top: int, width: int, height: int
    ) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """The sheet behind a box of pixels: x and y, (H, W) each; if upright (1, W) and (H, 1)."""
        x = np.arange(left, left + width) + 0.5
        y = np.arange(top, top + height) + 0.5
        if self._upright:
            m = self._inverse
            across = (m[0, 0] * x + m[0, 2]).astype(np.float32)
            down = (m[1, 1] * y + m[1, 2]).astype(np.float32)
            return across[None, :], down[:, None]
        x, y = x[None, :].astype(np.float32), y[:, None].astype(np.float32)
        m = self._inverse.astype(np.float32)
        depth = 1 / (m[2, 0] * x + m[2, 1] * y + m[2, 2])
        return (
            (m[0, 0] * x + m[0, 1] * y + m[0, 2]) * depth,
            (m[1, 0] * x + m[1, 1] * y + m[1, 2]) * depth,
        )


def _apply(matrix: NDArray[np.float64], x: Outline, y: Outline) -> Outline:
    points = np.stack([x, y, np.ones_like(x)]).astype(float)
    mapped = matrix @ points
    flat: Outline = (mapped[:2] / mapped[2]).T
    return flat


def _roll(degrees: float) -> NDArray[np.float64]:
    c, s = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    return np.array([[c, -s, 0], [s, c, 0], [0, 0, 1.0]])


def _yaw(degrees: float) -> NDArray[np.float64]:
    c, s = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    return np.array([[c, 0, 0], [0, 1, 0], [s / _DISTANCE, 0, 1]])


def _pitch(degrees: float) -> NDArray[np.float64]:
    c, s = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    return np.array([[1, 0, 0], [0, c, 0], [0, -s / _DISTANCE, 1]])
