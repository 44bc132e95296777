"""A burning candle on a dish in the dark."""
import numpy as np

from noise import fractal_noise, value_noise
from scene import Camera, Light, Scene, Solid
from shapes import capsule, profile, smooth_union, union
from surfaces import floor, wood
from vectors import column, mix, rgb, smoothstep

TOP = 2.6
FLAME = ((0.0, 0.12, 0.3, 0.55, 0.8, 0.95), (0.03, 0.13, 0.17, 0.12, 0.045, 0.005))


def run(p, angle, end):
    """Wax that has flowed down from the rim to the height `end`."""
    x, z = np.cos(angle), np.sin(angle)
    return capsule(p, (x * 0.5, TOP - 0.05, z * 0.5), (x * 0.53, end, z * 0.53), 0.05, 0.085)


def wax(p):
    """A column whose rim has melted unevenly; drops have run down one side."""
    radius = np.hypot(p[0], p[2])
    rim = TOP + 0.07 * np.sin(np.arctan2(p[2], p[0]) * 2 + 1) - 0.25 * smoothstep(0.46, 0.1, radius)
    body = np.maximum(radius - 0.52 - 0.02 * value_noise(p * 2.5), (p[1] - rim) * 0.7)
    runs = union(*[run(p, angle, end) for angle, end in ((1.2, 1.45), (2.3, 1.9), (0.35, 2.05), (1.75, 2.15))])
    return smooth_union(body, runs, 0.08)


def wax_glow(p):
    """Light that the flame sends down through the wax."""
    depth = np.maximum(TOP + 0.3 - p[1], 0)
    return column((1.1, 0.42, 0.1)) * np.exp(-depth * 1.5) * 0.85


def dish(p):
    radius = np.hypot(p[0], p[2])
    rise = 0.08 + 0.22 * smoothstep(0.9, 1.35, radius)
    return np.maximum(np.abs(p[1] - rise) - 0.05, radius - 1.35) * 0.75 - 0.01


def flame(p):
    q = p - column((0, TOP + 0.05, 0)) - column((0.05, 0, 0)) * np.sin(p[1] * 3)
    return profile(q, *FLAME)


def flame_light(p):
    """Blue at the foot, white-hot above it, orange at the tip."""
    height = (p[1] - TOP - 0.05) / 0.95
    foot = mix(column((0.25, 0.35, 1.2)), column((4.0, 2.7, 1.0)), smoothstep(0.04, 0.24, height))
    return mix(foot, column((3.6, 1.5, 0.25)), smoothstep(0.5, 1.0, height))


def dark(d):
    """The flame's halo on a dim wall; the camera looks along -z from (0, 2.1, 7.5)."""
    x, y = d[0] / -d[2] * 7.5, d[1] / -d[2] * 7.5 + 2.1
    away = np.hypot(x, (y - TOP - 0.4) * 0.85)
    wall = rgb('#2a160c') * (0.6 + 0.6 * fractal_noise(np.stack([x, y, x * 0]), 3))
    return wall + column((1.0, 0.42, 0.1)) * (0.75 * np.exp(-away * 2.6) + 0.13 * np.exp(-away * 0.8))


def scene():
    return Scene(
        solids=[
            floor(wood('#2b1a10', '#5c3a22'), roughness=0.4),
            Solid(wax, lambda p: np.broadcast_to(rgb('#f0dfbf'), p.shape), 0.4, 0.04, 0.6, glow=wax_glow,
                  centre=(0, 1.3, 0), radius=1.6),
            Solid(dish, lambda p: np.broadcast_to(rgb('#a8773a'), p.shape), 0.3, 0.35, centre=(0, 0.2, 0), radius=1.45),
            Solid(lambda p: capsule(p, (0, TOP - 0.3, 0), (0.03, TOP + 0.2, 0), 0.035),
                  lambda p: np.broadcast_to(rgb('#1a120c'), p.shape), 0.9, casts_shadow=False,
                  centre=(0, TOP, 0), radius=0.4),
            Solid(flame, lambda p: p * 0, 1.0, 0.0, glow=flame_light, casts_shadow=False,
                  centre=(0, TOP + 0.5, 0), radius=0.6),
        ],
        camera=Camera((0, 2.1, 7.5), (0, 1.75, 0), 29),
        lights=[Light((0.1, 1.2, 0.5), (0.55, 0.33, 0.15), 0.3), Light((-0.8, 0.7, 0.5), (0.30, 0.20, 0.13), 0.2)],
        sky=lambda d: mix(rgb('#2a1a10'), rgb('#4a3320'), np.clip(d[1], 0, 1)),
        backdrop=dark, bounce=(0.06, 0.03, 0.015), size=(360, 480))
