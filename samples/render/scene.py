"""What a motif is made of: solids with a material, lights, a sky and a camera."""
from dataclasses import dataclass, field
from typing import Callable

import numpy as np

from vectors import column, mix, unit


@dataclass
class Solid:
    """A body. `distance(p)` is its signed distance, `colour(p)` its linear albedo (3, n)."""
    distance: Callable
    colour: Callable
    roughness: float = 0.4
    reflectance: float = 0.04       # mirror reflection head on (Fresnel F0)
    wrap: float = 0.0               # 0: opaque .. 1: light bleeds round to the dark side, as in wax
    bump: Callable | None = None    # height added to the surface for its shading only
    glow: Callable | None = None    # emitted light (3, n)
    centre: tuple = (0, 0, 0)       # of a sphere around it all, so that rays far from it skip its formula
    radius: float = np.inf
    casts_shadow: bool = True


@dataclass
class Light:
    """A distant lamp of some angular size: `softness` is the width of a shadow's edge per unit of distance."""
    direction: tuple
    colour: tuple
    softness: float = 0.08


@dataclass
class Camera:
    """Looks from `eye` to `target`; `aperture` is the lens' radius, 0 keeps everything sharp."""
    eye: tuple
    target: tuple
    field_of_view: float = 35.0     # degrees, of the picture's shorter side
    aperture: float = 0.0
    focus: float | None = None      # distance of what is sharp; the target's without it

    def rays(self, u, v, lens_radius, lens_angle):
        """Origins and unit directions for picture positions u, v (-1..1 over the shorter side)."""
        eye, target = column(self.eye), column(self.target)
        forward = unit(target - eye)
        right = unit(np.cross(forward, column((0, 1, 0)), axis=0))
        up = np.cross(right, forward, axis=0)
        scale = np.tan(np.radians(self.field_of_view / 2))
        direction = forward + right * (u * scale) + up * (v * scale)
        focus = np.sqrt(((target - eye) ** 2).sum()) if self.focus is None else self.focus
        r = self.aperture * np.sqrt(lens_radius)
        offset = right * (r * np.cos(lens_angle)) + up * (r * np.sin(lens_angle))
        return eye + offset, unit(direction * focus - offset)


def studio(top=(0.9, 0.95, 1.0), horizon=(0.55, 0.55, 0.55), window=3.0):
    """A sky like a photographer's room: a soft gradient and a bright square window up on the left."""
    def sky(d):
        base = mix(column(horizon), column(top), np.clip(d[1], 0, 1))
        front = np.maximum(d[1], 1e-3)
        x, z = d[0] / front + 0.9, d[2] / front - 0.5
        pane = np.clip((0.45 - np.maximum(np.abs(x), np.abs(z))) / 0.1, 0, 1) * (d[1] > 0)
        return base + window * pane
    return sky


@dataclass
class Scene:
    solids: list
    camera: Camera
    lights: list = field(default_factory=lambda: [Light((-0.6, 1.0, 0.5), (2.0, 1.9, 1.7))])
    sky: Callable = field(default_factory=studio)
    ambient: float = 0.45           # how much of the sky fills the shadows
    bounce: tuple = (0.25, 0.22, 0.2)   # light from the ground
    backdrop: Callable | None = None    # seen by rays that hit nothing; the sky without it
    fog: float = 0.0                # how much of the backdrop veils each unit of distance
    far: float = 40.0
    exposure: float = 1.0
    size: tuple = (480, 480)
    samples: int = 12
