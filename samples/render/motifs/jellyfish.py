"""A jellyfish in deep blue water, lit from above."""
import numpy as np

from noise import fractal_noise, value_noise
from scene import Camera, Light, Scene, Solid
from shapes import profile, union
from vectors import column, length, mix, rgb, rotate, smoothstep

BELL = ((-0.35, -0.2, 0.1, 0.5, 0.85, 1.02), (1.16, 1.28, 1.3, 1.08, 0.62, 0.05))


def bell(p):
    """Lobed at the rim and hollow below."""
    angle, radius = np.arctan2(p[2], p[0]), np.hypot(p[0], p[2])
    lobes = 0.06 * np.cos(angle * 16) * smoothstep(0.3, -0.3, p[1])
    dome = profile(p, *BELL) - lobes * 0.6
    hollow = (p[1] + 0.3 - 0.35 * smoothstep(1.2, 0.2, radius)) * 0.7
    return np.maximum(dome, -hollow) - 0.02


def bell_light(p):
    """Brighter at the outline and the rim, sixteen dim rays, four rings inside the crown."""
    angle = np.arctan2(p[2], p[0])
    outline = smoothstep(0.75, 1.3, np.abs(p[0]) + 0.25 * p[1])
    rays = 0.5 + 0.5 * np.cos(angle * 16)
    rim = smoothstep(0.0, -0.32, p[1])
    crown = np.stack([np.abs(p[0]) - 0.3, p[1] - 0.55, p[2] * 0])
    rings = smoothstep(0.08, 0.0, np.abs(length(crown * column((1, 1.5, 1))) - 0.2))
    tint = mix(column((0.16, 0.28, 0.85)), column((0.85, 0.5, 0.95)), np.clip(0.6 * outline + 0.6 * rim, 0, 1))
    strength = 0.28 + 0.5 * outline + 0.45 * rim + 0.14 * rays * (1 - outline) + 0.35 * rings
    return tint * strength * (0.8 + 0.4 * value_noise(p * 4))


def strand(p, angle, radius, drop, sway, thickness):
    """A tentacle that hangs from the rim at `angle` and waves on the way down, thinning."""
    t = np.clip((-0.2 - p[1]) / drop, 0, 1)
    swing = sway * np.sin(t * 5 + angle * 3) * t
    reach = radius * (1 - 0.35 * t)
    beyond = np.maximum(np.abs(p[1] + 0.2 + drop / 2) - drop / 2, 0)
    aside = (p[0] - np.cos(angle) * reach - swing) ** 2 + (p[2] - np.sin(angle) * reach - 0.5 * swing) ** 2
    return np.sqrt(aside + beyond ** 2) - thickness * (1 - 0.7 * t)


def tentacles(p):
    return union(*[strand(p, i * 2 * np.pi / 14 + 0.2, 1.15, 2.3 + 0.7 * (i * 5 % 7) / 7, 0.3, 0.03)
                   for i in range(14)]) * 0.8


def arms(p):
    """Four frilled arms under the middle."""
    frill = 0.06 * np.sin(p[1] * 15 + np.arctan2(p[2], p[0]) * 3) + 0.06 * (value_noise(p * 6) - 0.5)
    parts = [strand(p, i * np.pi / 2 + 0.6, 0.4, 2.0 + 0.2 * i, 0.2, 0.24) for i in range(4)]
    return (union(*parts) - frill * smoothstep(0.1, -0.6, p[1])) * 0.55


def water(d):
    glow = np.exp(-((d[0] + 0.1) ** 2 * 6 + (d[1] - 0.45) ** 2 * 5))
    shaft = value_noise(np.stack([(d[0] + 0.35 * d[1]) * 9, d[1] * 0.6, d[2] * 0])) * smoothstep(-0.3, 0.4, d[1])
    deep = mix(rgb('#020d33'), rgb('#0b3fa0'), smoothstep(-0.5, 0.5, d[1]))
    return deep + column((0.05, 0.25, 0.55)) * (0.5 * glow + 0.25 * shaft)


def scene():
    def own(p):
        return rotate(rotate(p, 2, -14), 0, 8)

    violet = lambda p: np.broadcast_to(rgb('#7a5ac0'), p.shape)
    return Scene(
        solids=[
            Solid(lambda p: bell(own(p)), violet, 0.3, 0.04, 1.0, glow=lambda p: bell_light(own(p)), radius=1.75),
            Solid(lambda p: tentacles(own(p)), violet, 0.5, 0.03, 1.0,
                  glow=lambda p: column((0.5, 0.35, 0.9)) * (0.45 + 0.25 * p[1] / 3), centre=(0, -1.6, 0), radius=2.4),
            Solid(lambda p: arms(own(p)), violet, 0.5, 0.03, 1.0,
                  glow=lambda p: column((0.9, 0.5, 0.75)) * (0.45 + 0.2 * fractal_noise(own(p) * 5, 2)),
                  centre=(0, -1.4, 0), radius=1.9),
        ],
        camera=Camera((0, -0.3, 9), (-0.05, -0.75, 0), 27),
        lights=[Light((-0.3, 1.0, 0.2), (0.35, 0.5, 0.9), 0.3)],
        sky=lambda d: mix(rgb('#04154a'), rgb('#2a6fd0'), 0.5 + 0.5 * d[1]),
        backdrop=water, bounce=(0.02, 0.05, 0.18), size=(400, 440))
