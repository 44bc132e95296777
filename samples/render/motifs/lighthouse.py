"""A lighthouse with red bands on a rocky point, the sea behind it."""
import numpy as np

from noise import fractal_noise, value_noise
from scene import Camera, Light, Scene, Solid
from shapes import box, cylinder, profile, sphere, torus, union
from surfaces import plain, speckle
from vectors import column, mix, rgb, smoothstep

TOWER = ((0.0, 1.0, 2.5, 4.0, 4.6), (0.82, 0.72, 0.6, 0.52, 0.5))


def tower_colour(p):
    band = smoothstep(0.0, 0.02, np.abs((p[1] / 1.5 + 0.15) % 1 - 0.5) - 0.25)
    paint = mix(rgb('#f2f0ea'), rgb('#b3201c'), band)
    stain = fractal_noise(p * column((6, 0.8, 6)), 3)
    window = box(p - column((0.25, 1.6, 0.6)), (0.09, 0.16, 0.3)) < 0
    window |= box(p - column((0.2, 3.1, 0.5)), (0.08, 0.14, 0.3)) < 0
    return np.where(window, rgb('#20242a'), paint * (0.8 + 0.3 * stain))


def gallery(p):
    deck = cylinder(p - column((0, 4.66, 0)), 0.78, 0.06, 0.02)
    rail = union(torus(p - column((0, 5.02, 0)), 0.74, 0.022), torus(p - column((0, 4.87, 0)), 0.74, 0.018))
    turn = np.round(np.arctan2(p[2], p[0]) / (np.pi / 7)) * (np.pi / 7)
    post = np.hypot(p[0] - 0.74 * np.cos(turn), p[2] - 0.74 * np.sin(turn)) - 0.02
    return union(deck, rail, np.maximum(post, np.abs(p[1] - 4.86) - 0.17))


def lantern(p):
    return cylinder(p - column((0, 5.05, 0)), 0.38, 0.36)


def lantern_colour(p):
    turn = np.arctan2(p[2], p[0]) / (2 * np.pi) * 10
    bars = smoothstep(0.36, 0.4, np.abs(turn % 1 - 0.5)) + smoothstep(0.3, 0.32, np.abs(p[1] - 5.05))
    return mix(rgb('#ffe9a8'), rgb('#7d1714'), np.clip(bars, 0, 1))


def lamp_glow(p):
    return 0.5 * lantern_colour(p) * column((1.0, 0.8, 0.45)) * (np.abs(p[1] - 5.05) < 0.3)


def roof(p):
    dome = profile(p - column((0, 5.38, 0)), (0, 0.15, 0.35, 0.5), (0.47, 0.36, 0.16, 0.05))
    return union(dome, sphere(p - column((0, 5.93, 0)), 0.09), cylinder(p - column((0, 6.1, 0)), 0.015, 0.2))


def rocks(p):
    lump = fractal_noise(p * column((0.8, 1.1, 0.8)) + 4, 5)
    hill = 0.15 - 0.085 * (p[0] ** 2 + 0.8 * p[2] ** 2) ** 0.75 + 1.5 * (lump - 0.5)
    flat = smoothstep(1.4, 0.7, np.hypot(p[0], p[2]))
    return (p[1] - mix(hill, np.minimum(hill, 0.05), flat)) * 0.55


def rock_colour(p):
    stone = mix(rgb('#4f473e'), rgb('#9c8f7c'), fractal_noise(p * 2.4, 4))
    grass = smoothstep(-0.35, 0.0, p[1]) * smoothstep(0.38, 0.5, fractal_noise(p * 1.3 + 9, 3))
    wet = smoothstep(-1.35, -1.75, p[1])
    return mix(mix(stone, rgb('#5d7a33'), grass), rgb('#2c2a28'), wet)


def cottage(p):
    p = p - column((1.55, 0.32, -0.2))
    walls = box(p, (0.55, 0.38, 0.42))
    gable = np.maximum((np.abs(p[2]) * 0.75 + p[1] - 0.75) * 0.8, np.maximum(np.abs(p[0]) - 0.62, 0.36 - p[1]))
    return union(walls, gable)


def cottage_colour(p):
    window = box(p - column((1.4, 0.38, 0.25)), (0.1, 0.12, 0.1)) < 0
    wall = np.where(window, rgb('#2a3440'), rgb('#ece8df'))
    return np.where(p[1] > 0.69, rgb('#8c2f22'), wall)


def waves(p):
    return 0.10 * fractal_noise(np.stack([p[0] * 1.5, p[2] * 4, p[2] * 0]), 4)


def sky(d):
    height = np.clip(d[1], 0, 1)
    base = mix(rgb('#cfe0ee'), rgb('#2f6fb8'), smoothstep(0, 0.55, height))
    cloud = fractal_noise(np.stack([d[0] * 3.2, height * 9, d[2] * 3.2]) + 2.3, 5)
    return mix(base, column((0.95, 0.95, 0.97)), 0.85 * smoothstep(0.5, 0.68, cloud))


def scene():
    return Scene(
        solids=[
            Solid(lambda p: p[1] + 1.7, lambda p: rgb('#1d4a66') * speckle(p, 0.4, 0.3), 0.25, 0.05, bump=waves,
                  casts_shadow=False),
            Solid(rocks, rock_colour, 0.8, 0.02, bump=lambda p: 0.05 * value_noise(p * 7),
                  centre=(0, -1.2, 0), radius=7.5),
            Solid(lambda p: profile(p, *TOWER), tower_colour, 0.6, 0.03, centre=(0, 2.3, 0), radius=2.6),
            Solid(gallery, plain('#8f1a17'), 0.4, centre=(0, 4.85, 0), radius=0.9),
            Solid(lantern, lantern_colour, 0.2, 0.08, glow=lamp_glow, centre=(0, 5.05, 0), radius=0.6),
            Solid(roof, plain('#a31d19'), 0.35, centre=(0, 5.75, 0), radius=0.75),
            Solid(cottage, cottage_colour, 0.7, centre=(1.55, 0.4, -0.2), radius=0.95),
        ],
        camera=Camera((-2.5, 1.4, 11.5), (0.25, 2.25, 0), 33),
        lights=[Light((-0.8, 0.75, 0.6), (2.3, 2.1, 1.75), 0.05)],
        sky=sky, ambient=0.7, far=60, size=(400, 500))
