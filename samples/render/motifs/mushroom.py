"""Brown-capped mushrooms in the moss of a forest floor."""
import numpy as np

from noise import fractal_noise, value_noise
from scene import Camera, Light, Scene, Solid
from shapes import profile
from vectors import column, mix, rgb, rotate, smoothstep

DOME = ((0.0, 0.1, 0.3, 0.55, 0.78, 0.9), (1.12, 1.14, 1.06, 0.82, 0.46, 0.05))
STEM = ((-0.3, 0.1, 0.7, 1.3, 1.6), (0.4, 0.38, 0.29, 0.27, 0.33))


def cap(p):
    """A dome, hollow below and filled with gills."""
    q = p - column((0, 1.45, 0))
    dome = profile(q, *DOME)
    radius = np.hypot(q[0], q[2])
    gills = 0.02 * np.cos(np.arctan2(q[2], q[0]) * 44) * smoothstep(0.2, 0.6, radius)
    hollow = (q[1] - 0.30 + 0.26 * radius ** 2 - gills) * 0.7
    return np.maximum(dome, -hollow) - 0.015


def cap_colour(p):
    q = p - column((0, 1.45, 0))
    radius = np.hypot(q[0], q[2])
    below = smoothstep(0.06, -0.02, q[1] - 0.30 + 0.26 * radius ** 2)
    fibres = fractal_noise(np.stack([np.arctan2(q[2], q[0]) * 6, radius * 1.5, q[1]]), 3)
    top = mix(rgb('#7a451d'), rgb('#c58a4f'), smoothstep(0.15, 1.1, radius + 0.35 * (fibres - 0.5)))
    top = mix(top, rgb('#e2bd8d'), smoothstep(1.0, 1.16, radius))
    return mix(top, rgb('#dcc6a2'), below)


def stem(p):
    bend = column((0.12, 0, 0)) * np.sin(p[1] * 1.6)
    return profile(p - bend, *STEM)


def stem_colour(p):
    fibre = fractal_noise(p * column((9, 1.2, 9)), 3)
    earth = smoothstep(0.35, -0.1, p[1])
    return mix(mix(rgb('#c9b08a'), rgb('#f2e6cd'), fibre), rgb('#7a6243'), 0.7 * earth)


def moss(p):
    hummock = 0.45 * fractal_noise(p * column((0.7, 0, 0.7)) + 3, 2)
    tufts = 0.22 * fractal_noise(p * column((5, 3, 5)), 3)
    return (p[1] + 0.42 - hummock - tufts) * 0.55


def moss_colour(p):
    tone = fractal_noise(p * 6, 3)
    brown = smoothstep(0.52, 0.66, fractal_noise(p * 0.9 + 11, 3))
    green = mix(rgb('#2c4710'), rgb('#86a235'), tone)
    return mix(green, mix(rgb('#3c2a18'), rgb('#80603a'), tone), 0.85 * brown)


def forest(d):
    """Dark trunks and light between them, far out of focus."""
    trunk = value_noise(np.stack([d[0] * 7 + 3, d[1] * 0.5, d[2] * 0]))
    light = value_noise(np.stack([d[0] * 9, d[1] * 9, d[2] * 0 + 4]))
    return mix(rgb('#16200d'), rgb('#7f9448'), smoothstep(0.35, 0.85, 0.6 * light + 0.5 * trunk))


def mushroom(centre, size, lean):
    def own(p):
        return rotate(p - column(centre), 2, lean) / size
    around = (centre[0], centre[1] + size * 1.1, centre[2])
    return [
        Solid(lambda p: cap(own(p)) * size, lambda p: cap_colour(own(p)), 0.42, 0.04, 0.15,
              bump=lambda p: 0.015 * value_noise(own(p) * 6), centre=around, radius=1.7 * size),
        Solid(lambda p: stem(own(p)) * size, lambda p: stem_colour(own(p)), 0.7, 0.03, 0.2,
              centre=around, radius=1.7 * size),
    ]


def scene():
    return Scene(
        solids=[
            Solid(moss, moss_colour, 0.9, 0.02, 0.15, bump=lambda p: 0.08 * value_noise(p * 14)),
            *mushroom((-0.25, 0, 0), 1.0, 4),
            *mushroom((1.25, -0.05, -0.5), 0.62, -10),
            *mushroom((-1.5, -0.1, 0.55), 0.4, 12),
        ],
        camera=Camera((0.2, 1.15, 6.4), (-0.02, 1.0, 0), 31, aperture=0.16),
        lights=[Light((-0.7, 1.0, 0.35), (2.1, 1.95, 1.5), 0.1)],
        sky=lambda d: mix(rgb('#566b33'), rgb('#dfe8c8'), np.clip(d[1], 0, 1)),
        backdrop=forest, bounce=(0.12, 0.16, 0.06), ambient=0.6, size=(400, 400))
