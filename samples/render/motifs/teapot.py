"""A glazed teapot with two painted bands."""
import numpy as np

from noise import value_noise
from scene import Camera, Light, Scene, Solid
from shapes import polyline, profile, smooth_cut, smooth_union, sphere
from surfaces import floor, wood
from vectors import column, mix, rgb, smoothstep

BODY = ((0.0, 0.06, 0.3, 0.8, 1.2, 1.55, 1.72), (0.62, 0.7, 0.95, 1.18, 1.1, 0.74, 0.56))
LID = ((1.70, 1.78, 1.92, 2.02), (0.6, 0.56, 0.32, 0.1))
SPOUT = [(0.85, 0.5, 0), (1.3, 0.65, 0), (1.5, 1.0, 0), (1.62, 1.4, 0), (1.85, 1.68, 0)]
HANDLE = [(-0.6, 1.48, 0), (-1.15, 1.66, 0), (-1.65, 1.5, 0), (-1.74, 1.08, 0), (-1.5, 0.7, 0), (-0.95, 0.45, 0)]


def smooth_tube(p, points, radii):
    """A polyline with its corners rounded: Catmull-Rom points between the given ones."""
    points, radii = np.array(points, float), np.array(radii, float)
    t = np.linspace(0, len(points) - 1, 3 * len(points))
    knots = np.arange(len(points))
    bend = np.stack([np.interp(t, knots, points[:, axis]) for axis in range(3)], 1)
    bend[1:-1] = (bend[:-2] + 2 * bend[1:-1] + bend[2:]) / 4
    return polyline(p, bend, np.interp(t, knots, radii))[0]


def pot(p):
    spout = smooth_tube(p, SPOUT, (0.36, 0.27, 0.2, 0.16, 0.15))
    spout = smooth_cut(spout, sphere(p - column((1.98, 1.82, 0)), 0.2), 0.05)
    handle = smooth_tube(p, HANDLE, (0.12, 0.12, 0.12, 0.12, 0.11, 0.1))
    return smooth_union(smooth_union(profile(p, *BODY), spout, 0.16), handle, 0.1)


def lid(p):
    knob = sphere(p - column((0, 2.14, 0)), 0.15)
    return smooth_union(profile(p, *LID), knob, 0.08)


def glaze(p):
    height = p[1] + 0.03 * np.sin(np.arctan2(p[2], p[0]) * 16)
    band = smoothstep(0.09, 0.07, np.abs(height - 1.28)) + smoothstep(0.04, 0.025, np.abs(p[1] - 0.35))
    band = np.where(np.hypot(p[0], p[2]) < 1.25, band, 0)
    return mix(rgb('#7c2418'), rgb('#e3b877'), np.clip(band, 0, 1))


def room(d):
    tone = 0.6 * value_noise(np.stack([d[0] * 3 + 2, d[1] * 3, d[2] * 0])) + 0.4 * d[1]
    return mix(rgb('#b9a98f'), rgb('#efe6d4'), np.clip(tone, 0, 1))


def scene():
    return Scene(
        solids=[
            floor(wood('#5a3a22', '#a87446'), roughness=0.4),
            Solid(pot, glaze, 0.14, 0.07, centre=(0, 0.95, 0), radius=2.15),
            Solid(lid, glaze, 0.14, 0.07, centre=(0, 1.95, 0), radius=0.7),
        ],
        camera=Camera((1.3, 2.7, 6.6), (0.05, 0.98, 0), 29, aperture=0.1),
        lights=[Light((-0.6, 1.0, 0.6), (2.0, 1.9, 1.75), 0.14)],
        backdrop=room, size=(480, 400))
