"""A pizza with salami, olives and basil on a board, one slice pulled out."""
import numpy as np

from noise import cells, fractal_noise, value_noise
from scene import Camera, Light, Scene, Solid
from shapes import cylinder, ellipsoid, torus, union
from surfaces import floor, wood
from vectors import column, mix, rgb, rotate, smoothstep

SALAMI = ((0.2, -0.95), (-0.85, -0.55), (-0.95, 0.5), (-0.1, 0.15), (0.75, -0.25), (-0.25, 1.05),
          (0.95, 0.75), (1.05, -0.95), (-0.3, -1.5), (-1.5, -0.05))
OLIVES = ((0.6, 0.3), (-0.5, -0.1), (-0.45, 0.65), (0.3, -0.45), (-0.4, -1.0),
          (0.85, -0.6), (0.3, 0.85), (-1.15, 0.05), (0.7, -1.35), (1.45, -0.35))
LEAVES = ((0.35, 0.5, 40), (-0.62, 0.2, 110), (0.25, -0.2, 200), (-0.5, -0.75, 300), (0.15, 1.25, 15))


def pizza(p):
    """A thin base with a puffed, uneven crust."""
    radius = np.hypot(p[0], p[2])
    wobble = 0.08 * (value_noise(p * 1.7) - 0.5) + 0.03 * value_noise(p * 6)
    crust = np.hypot(radius - 1.95 - wobble, (p[1] - 0.2) * 1.15) - 0.2 - 0.4 * wobble
    cheese = 0.16 + 0.05 * fractal_noise(p * column((2.6, 0, 2.6)), 3)
    base = np.maximum(radius - 2.0, np.abs(p[1]) - cheese)
    return union(crust, base) * 0.8


def pizza_colour(p):
    radius = np.hypot(p[0], p[2]) + 0.1 * (value_noise(p * column((3, 0, 3))) - 0.5)
    melt = fractal_noise(p * column((2.3, 0, 2.3)) + 7, 4)
    cheese = mix(rgb('#e0a03a'), rgb('#f3d288'), smoothstep(0.35, 0.65, fractal_noise(p * column((3.3, 0, 3.3)), 3)))
    top = mix(rgb('#b5270c'), cheese, smoothstep(0.44, 0.56, melt))
    top = mix(top, rgb('#a5561c'), 0.7 * smoothstep(0.62, 0.72, fractal_noise(p * column((4, 0, 4)) + 31, 3)))
    toast = fractal_noise(p * 3 + 3, 4)
    crust = mix(rgb('#d9a257'), rgb('#8a4b18'), smoothstep(0.42, 0.7, toast + 0.25 * (p[1] - 0.25)))
    crust = mix(crust, rgb('#3a1e0c'), 0.8 * smoothstep(0.66, 0.74, toast))
    return mix(top, crust, smoothstep(1.72, 1.8, radius))


def salami(p):
    return union(*[cylinder(p - column((x, 0.24, z)), 0.33, 0.035, 0.03) for x, z in SALAMI])


def salami_colour(p):
    nearest, number = cells(p * column((13, 0, 13)))
    fat = smoothstep(0.35, 0.2, nearest) * (number > 0.45)
    rim = np.minimum.reduce([np.abs(np.hypot(p[0] - x, p[2] - z) - 0.33) for x, z in SALAMI])
    meat = mix(rgb('#a82a14'), rgb('#c9492a'), value_noise(p * 5))
    return mix(mix(meat, rgb('#e29b7c'), 0.7 * fat), rgb('#6e1409'), smoothstep(0.07, 0.01, rim))


def olives(p):
    return union(*[torus(p - column((x, 0.28, z)), 0.1, 0.05) for x, z in OLIVES])


def basil(p):
    parts = []
    for x, z, turn in LEAVES:
        q = rotate(p - column((x, 0.3, z)), 1, turn)
        q = q - column((0, 1, 0)) * (0.5 * q[0] ** 2 + 0.9 * q[2] ** 2)
        parts.append(ellipsoid(q, (0.3, 0.02, 0.17)))
    return union(*parts) * 0.8


def scene():
    return Scene(
        solids=[
            floor(wood('#3b2417', '#6d4428', 1.6), -0.25, roughness=0.45),
            Solid(lambda p: cylinder(p - column((0, -0.17, 0)), 2.45, 0.08, 0.03), wood('#9a6a3c', '#d8ab72', 0.8), 0.5,
                  centre=(0, -0.17, 0), radius=2.5),
            Solid(pizza, pizza_colour, 0.4, 0.04, 0.2, bump=lambda p: 0.03 * fractal_noise(p * 6, 3),
                  centre=(0, 0.1, 0), radius=2.35),
            Solid(salami, salami_colour, 0.35, 0.05, 0.1, bump=lambda p: 0.012 * value_noise(p * 11),
                  centre=(0, 0.25, 0), radius=2.1),
            Solid(olives, lambda p: np.broadcast_to(rgb('#1d1a22'), p.shape), 0.25, 0.05, centre=(0, 0.28, 0), radius=1.9),
            Solid(basil, lambda p: mix(rgb('#1f5a14'), rgb('#4f9a2c'), value_noise(p * 6)), 0.35, 0.05, 0.2,
                  centre=(0, 0.3, 0), radius=1.8),
        ],
        camera=Camera((0.4, 5.3, 3.6), (0, 0.05, 0.1), 33, aperture=0.08),
        lights=[Light((-0.7, 1.0, -0.3), (2.1, 1.95, 1.7), 0.12)],
        size=(480, 400))
