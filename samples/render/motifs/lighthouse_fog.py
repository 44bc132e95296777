"""The lighthouse again, from the sea on a hazy day."""
from dataclasses import replace

import numpy as np

from motifs import lighthouse
from noise import fractal_noise
from scene import Camera, Light
from vectors import column, mix, smoothstep


def overcast(d):
    height = np.clip(d[1], 0, 1)
    cloud = fractal_noise(np.stack([d[0] * 3, height * 8, d[2] * 3]) + 6.1, 5)
    base = mix(column((0.85, 0.85, 0.85)), column((0.42, 0.42, 0.42)), smoothstep(0, 0.45, height))
    return base * (0.55 + 0.9 * smoothstep(0.25, 0.75, cloud))


def scene():
    return replace(
        lighthouse.scene(),
        camera=Camera((5.5, 0.2, 11.5), (0.5, 2.1, 0), 34),
        lights=[Light((0.9, 0.6, 0.25), (1.9, 1.9, 1.9), 0.06)],
        sky=overcast, ambient=0.55, fog=0.012, size=(480, 400))
