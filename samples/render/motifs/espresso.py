"""A white cup of espresso with its crema, on a saucer."""
import numpy as np

from noise import cells, fractal_noise
from scene import Camera, Light, Scene, Solid
from shapes import cylinder, polyline, profile, smooth_union, torus, union
from surfaces import floor, plain, wood
from vectors import column, mix, rgb, rotate, smoothstep

OUTER = ((0.0, 0.15, 0.5, 0.95, 1.25), (0.48, 0.62, 0.86, 0.99, 1.05))
INNER = ((0.12, 0.25, 0.5, 0.95, 1.4), (0.36, 0.52, 0.77, 0.9, 0.97))


def cup(p):
    bowl = np.maximum(profile(p, *OUTER), -profile(p, *INNER))
    handle = torus(rotate(p - column((1.12, 0.68, 0)), 0, 90), 0.32, 0.09)
    outside = -profile(p, (-0.2,) + OUTER[0][1:] + (1.6,), tuple(r - 0.05 for r in OUTER[1]) + (1.05,))
    return smooth_union(bowl, np.maximum(handle, outside), 0.06) - 0.015


def saucer(p):
    rise = 0.03 + 0.16 * smoothstep(0.75, 1.8, np.hypot(p[0], p[2]))
    return np.maximum(np.abs(p[1] - rise) - 0.045, np.hypot(p[0], p[2]) - 1.75) * 0.8 - 0.01


def crema(p):
    """Hazel foam, darker in swirls, with fine bubbles at the rim."""
    radius = np.hypot(p[0], p[2])
    angle = np.arctan2(p[2], p[0]) + 1.6 * radius
    swirl = fractal_noise(np.stack([np.cos(angle) * radius * 2.2, radius * 4, np.sin(angle) * radius * 2.2]) + 5, 4)
    nearest, number = cells(p * column((16, 1, 16)))
    bubbles = smoothstep(0.3, 0.2, nearest) * (number > 0.55) * smoothstep(0.55, 0.85, radius)
    foam = mix(rgb('#6e3a14'), rgb('#c58a4a'), smoothstep(0.3, 0.68, swirl))
    foam = mix(foam, rgb('#d9a566'), smoothstep(0.72, 0.9, radius))
    return mix(foam, rgb('#e9c48e'), 0.6 * bubbles)


def spoon(p):
    p = rotate(p - column((-0.2, 0.26, 1.38)), 1, 8)
    bowl = np.sqrt(((p[0] + 0.75) / 0.34) ** 2 + (p[1] / 0.06) ** 2 + (p[2] / 0.2) ** 2) - 1
    handle, _ = polyline(p, [(-0.5, 0, 0), (0.1, 0.09, 0), (1.2, 0.06, 0)], (0.05, 0.035, 0.06))
    return union(bowl * 0.06, handle)


def scene():
    return Scene(
        solids=[
            floor(wood('#2e1b12', '#6b452c'), roughness=0.35),
            Solid(saucer, plain('#f1eee8'), 0.15, 0.06, centre=(0, 0.1, 0), radius=1.85),
            Solid(lambda p: cup(p - column((0, 0.09, 0))), plain('#f4f1ec'), 0.12, 0.06,
                  centre=(0.2, 0.7, 0), radius=1.5),
            Solid(lambda p: cylinder(p - column((0, 1.02, 0)), 0.93, 0.05), crema, 0.3, 0.05,
                  centre=(0, 1.02, 0), radius=0.95, bump=lambda p: 0.01 * fractal_noise(p * 7, 2)),
            Solid(spoon, plain('#b8b4ae'), 0.18, 0.6, centre=(0, 0.3, 1.4), radius=1.5),
        ],
        camera=Camera((-0.9, 4.7, 4.6), (0.05, 0.5, 0.12), 36, aperture=0.1),
        lights=[Light((-0.7, 1.0, -0.2), (1.9, 1.8, 1.6), 0.14)],
        size=(440, 440))
