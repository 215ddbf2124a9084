"""Light: from flat cut-outs to bodies, by shading them as if a window stood at the upper left."""

from __future__ import annotations

import numpy as np

from demo.catalogue.scene.studio import Field, Region, resized, soften

# Towards the lamp: x right, y down, z to the viewer; unit length.
LAMP = np.array([-0.5, -0.56, 0.66], dtype=np.float32)
_AMBIENT, _DIFFUSE = 0.66, 0.46


def lambert(nx: Field, ny: Field, nz: Field) -> Field:
    """Shade of a surface by its normal: ambient light plus the lamp's cosine (Lambert)."""
    facing = nx * LAMP[0] + ny * LAMP[1] + nz * LAMP[2]
    shade: Field = _AMBIENT + _DIFFUSE * np.maximum(facing, -0.25)
    return shade


def gleam(nx: Field, ny: Field, nz: Field, *, sharpness: float) -> Field:
    """Highlight of a glossy surface (Blinn-Phong with the viewer straight ahead), 0-1."""
    half = LAMP + np.array([0, 0, 1], dtype=np.float32)
    half /= np.linalg.norm(half)
    facing = np.maximum(nx * half[0] + ny * half[1] + nz * half[2], 0)
    shine: Field = facing ** np.float32(sharpness)
    return shine


def puff(region: Region, radius_px: float, *, strength: float = 1.0) -> Field:
    """Shade a cut-out as if it were stuffed: round towards its edges, level in the middle."""
    height, width = region.alpha.shape
    coarse = max(1, min(8, round(radius_px / 3.5)))
    pad = int(radius_px * 2 / coarse) + 2
    small = resized(region.alpha, max(2, width // coarse), max(2, height // coarse))
    body = soften(np.pad(np.clip(small, 0, 1), pad), radius_px / coarse)
    # A circle's profile rises fast at the edge: the square root turns a ramp into one.
    body = np.sqrt(np.clip(body * 2 - 0.75, 0.02, 1.25)) * (radius_px / coarse)
    dy, dx = np.gradient(body)
    inner = slice(pad, -pad)
    nx, ny = -dx[inner, inner] * strength, -dy[inner, inner] * strength
    nz = 1 / np.sqrt(1 + nx**2 + ny**2)
    shade = lambert(nx * nz, ny * nz, nz) / (_AMBIENT + _DIFFUSE * LAMP[2])
    return resized(shade.astype(np.float32), width, height)


def folds(region: Region, seed: int, *, length_px: float, width_px: float, angle: float) -> Field:
    """Soft creases of cloth that run at an angle (degrees): a field around 0, about -1 to 1."""
    height, width = region.alpha.shape
    reach = int(np.hypot(height, width)) + 4
    generator = np.random.default_rng(seed)
    rows, columns = int(reach / width_px) + 3, int(reach / length_px) + 3
    noise = generator.standard_normal((rows, columns)).astype(np.float32)
    coarse = resized(noise, reach // 4, reach // 4)
    y, x = np.mgrid[0 : height // 4 + 1, 0 : width // 4 + 1].astype(np.float32)
    c, s = np.cos(np.radians(angle)), np.sin(np.radians(angle))
    middle = reach / 8
    x, y = x - width / 8, y - height / 8
    along = np.clip(x * c + y * s + middle, 0, reach // 4 - 1).astype(int)
    across = np.clip(-x * s + y * c + middle, 0, reach // 4 - 1).astype(int)
    return np.clip(resized(coarse[across, along], width, height), -1.6, 1.6)


def ramp(field: Field, start: float, end: float) -> Field:
    """0 before `start`, 1 after `end`, a smooth step between them."""
    t = np.clip((field - start) / (end - start), 0, 1)
    step: Field = (t * t * (3 - 2 * t)).astype(np.float32)
    return step


def grain(region: Region, amount: float) -> Field:
    """The fine unevenness of clay, wool or paper: a shade around 1."""
    height, width = region.alpha.shape
    return 1 + _NOISE[region.top : region.top + height, region.left : region.left + width] * amount


_NOISE = np.random.default_rng(7).standard_normal((800, 800)).astype(np.float32)
_NOISE = np.clip((_NOISE + soften(_NOISE, 1) * 2) * 0.6, -2, 2)
