"""A lemon and a cut half on a wooden table."""
import numpy as np

from noise import cells, fractal_noise, value_noise
from scene import Camera, Light, Scene, Solid
from shapes import smooth_union, sphere
from surfaces import floor, speckle, wood
from vectors import column, mix, rgb, rotate, smoothstep

RIND = '#f2c500'


def body(p):
    """Long along x, with a nipple at +x and a blunter end at -x."""
    across = np.hypot(p[1], p[2])
    hull = (np.sqrt((p[0] / 1.22) ** 2 + (across / 0.92) ** 2) - 1) * 0.8
    tip = sphere(p - column((1.32, 0, 0)), 0.14)
    stem = sphere(p - column((-1.15, 0, 0)), 0.16)
    return smooth_union(smooth_union(hull, tip, 0.4), stem, 0.3)


def pores(p):
    nearest, _ = cells(p * 16)
    return -0.006 * smoothstep(0.5, 0.0, nearest) + 0.02 * value_noise(p * 3)


def rind(p):
    tint = mix(rgb(RIND), rgb('#f7d829'), value_noise(p * 2.2))
    green = smoothstep(1.05, 1.35, np.abs(p[0]))
    return mix(tint, rgb('#b9b02a'), 0.6 * green) * speckle(p, 14, 0.05)


def half_body(p):
    return np.maximum(body(p), -p[0] - 0.05)


def flesh(p):
    """The cut face: pith, ten segments with pulp, membranes and a pale core."""
    radius = np.hypot(p[1], p[2]) / 0.92
    angle = np.arctan2(p[2], p[1]) + 0.12 * (value_noise(p * 2) - 0.5)
    segment = (angle / (2 * np.pi) * 10) % 1
    edge = np.abs(segment - 0.5) * 2
    membrane = smoothstep(0.06, 0.02, (1 - edge) * radius * 0.32)
    pulp_noise = fractal_noise(np.stack([radius * 4, np.cos(angle) * 9, np.sin(angle) * 9]), 3)
    pulp = mix(rgb('#d8a820'), rgb('#f3d860'), pulp_noise)
    pith = rgb('#fbf6dc')
    inside = mix(pulp, pith, np.maximum(membrane, smoothstep(0.14, 0.06, radius)))
    inside = mix(inside, pith, smoothstep(0.82, 0.86, radius))
    inside = mix(inside, rgb(RIND), smoothstep(0.955, 0.975, radius))
    return np.where(p[0] < -0.03, inside, rind(p))


def scene():
    whole_at, half_at = column((-0.45, 0.9, -0.5)), column((0.75, 0.8, 1.0))

    def whole(p):
        return rotate(rotate(p - whole_at, 1, -18), 2, -6)

    def half(p):
        return rotate(rotate(p - half_at, 1, -65), 2, 28)

    return Scene(
        solids=[
            floor(wood('#4a2a18', '#8a5a36'), roughness=0.45),
            Solid(lambda p: body(whole(p)), lambda p: rind(whole(p)), 0.35, 0.05, 0.25,
                  bump=lambda p: pores(whole(p)), centre=tuple(whole_at.ravel()), radius=1.45),
            Solid(lambda p: half_body(half(p)), lambda p: flesh(half(p)), 0.3, 0.05, 0.35,
                  bump=lambda p: pores(half(p)) * 0.6, centre=tuple(half_at.ravel()), radius=1.45),
        ],
        camera=Camera((0.3, 4.0, 6.6), (0.12, 0.8, 0.1), 30, aperture=0.12),
        lights=[Light((-0.7, 1.0, 0.55), (2.0, 1.85, 1.6), 0.12)],
        size=(400, 400), samples=16)
