"""Two oranges and a cut half, one with a leaf, on a dark table."""
import numpy as np

from noise import cells, fractal_noise, value_noise
from scene import Camera, Light, Scene, Solid
from shapes import box, smooth_cut, sphere
from surfaces import floor, speckle, wood
from vectors import column, length, mix, rgb, rotate, smoothstep


def body(p):
    """A slightly flattened sphere with a dimple for the stem on top."""
    hull = (length(p * column((1, 1.06, 1))) - 1) * 0.93
    return smooth_cut(hull, sphere(p - column((0, 1.06, 0)), 0.14), 0.16)


def pores(p):
    nearest, _ = cells(p * 15)
    return -0.006 * smoothstep(0.5, 0.05, nearest) + 0.012 * value_noise(p * 4)


def rind(p):
    tint = mix(rgb('#e66400'), rgb('#f07c0a'), value_noise(p * 1.8))
    stem = smoothstep(0.16, 0.08, np.hypot(p[0], p[2])) * (p[1] > 0)
    return mix(tint, rgb('#5c6b26'), stem) * speckle(p, 12, 0.05)


def flesh(p):
    """The cut face looks along +y: segments, membranes, pith and rind."""
    radius = np.hypot(p[0], p[2])
    angle = np.arctan2(p[2], p[0]) + 0.1 * (value_noise(p * 2) - 0.5)
    edge = np.abs((angle / (2 * np.pi) * 11) % 1 - 0.5) * 2
    membrane = smoothstep(0.05, 0.015, (1 - edge) * radius * 0.28)
    sacs = fractal_noise(np.stack([radius * 5, np.cos(angle) * 11, np.sin(angle) * 11]), 3)
    inside = mix(rgb('#dc5f05'), rgb('#f79222'), sacs)
    inside = mix(inside, rgb('#fde3b0'), np.maximum(0.8 * membrane, smoothstep(0.1, 0.05, radius)))
    inside = mix(inside, rgb('#fdeecb'), smoothstep(0.86, 0.89, radius))
    inside = mix(inside, rgb('#ea6c00'), smoothstep(0.945, 0.96, radius))
    return np.where(p[1] > 0.03, inside, rind(p))


def leaf(p):
    """A curved blade along x."""
    p = p - column((0, 1, 0)) * 0.18 * p[0] ** 2 - column((0, 1, 0)) * 0.3 * np.abs(p[2])
    width = 0.36 * np.maximum(1 - (p[0] / 0.75) ** 2, 0.02) ** 0.8
    return np.maximum(box(p, (0.75, 0.015, 0.4), 0.01), np.abs(p[2]) - width) * 0.6


def leaf_colour(p):
    vein = np.abs((p[0] * 5 - np.abs(p[2]) * 5) % 1 - 0.5)
    line = np.maximum(smoothstep(0.03, 0.0, np.abs(p[2])), 0.5 * smoothstep(0.08, 0.0, vein))
    return mix(rgb('#2f6b22'), rgb('#7da34f'), line)


def fruit(to_own, centre, distance=body, colour=rind):
    return Solid(lambda p: distance(to_own(p)), lambda p: colour(to_own(p)), 0.36, 0.05, 0.2,
                 bump=lambda p: pores(to_own(p)), centre=centre, radius=1.12)


def scene():
    left, right, half = (-0.85, 0.95, -0.2), (1.0, 0.95, -0.95), (0.7, 0.66, 1.05)

    def tilted(centre, about_x, about_z):
        return lambda p: rotate(rotate(p - column(centre), 0, about_x), 2, about_z)

    def leaf_place(p):
        return rotate(p - column((-0.36, 1.9, 0.12)), 1, 25)

    return Scene(
        solids=[
            floor(wood('#3a2a22', '#7a5c46'), roughness=0.4),
            fruit(tilted(left, -18, 8), left),
            fruit(tilted(right, 25, -20), right),
            fruit(tilted(half, -42, 12), half, lambda p: np.maximum(body(p), p[1] - 0.05), flesh),
            Solid(lambda p: leaf(leaf_place(p)), lambda p: leaf_colour(leaf_place(p)), 0.4,
                  centre=(-0.36, 1.9, 0.12), radius=0.95),
        ],
        camera=Camera((0.3, 4.4, 6.6), (0.05, 0.88, 0.15), 30, aperture=0.1),
        lights=[Light((-0.7, 1.1, 0.6), (2.1, 1.95, 1.7), 0.12)],
        size=(480, 400), samples=16)
