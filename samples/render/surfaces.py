"""Grounds and colourings that several motifs share."""
import numpy as np

from noise import fractal_noise, value_noise
from scene import Solid
from vectors import mix, rgb, smoothstep


def plain(text):
    """One colour all over."""
    colour = rgb(text)
    return lambda p: np.broadcast_to(colour, p.shape).copy()


def floor(colour, height=0.0, **material):
    return Solid(lambda p: p[1] - height, colour, **material)


def wood(dark='#6b4226', light='#b98553', plank=1.2):
    """Boards along x, with grain and a dark gap between them."""
    def colour(p):
        board = np.floor(p[2] / plank)
        shifted = np.stack([p[0] * 0.35 + board * 7.7, p[1] * 0.35, p[2] * 3 + board * 3.1])
        rings = fractal_noise(shifted, 3) * 9
        grain = 0.5 + 0.5 * np.sin(rings * 2 * np.pi * 0.5)
        fibre = value_noise(np.stack([p[0] * 4, p[1] * 4, p[2] * 70]))
        tone = np.clip(0.55 * grain + 0.3 * fibre + 0.3 * value_noise(np.stack([board, board * 0, board * 0]) + 0.5), 0, 1)
        gap = np.abs(p[2] / plank - board - 0.5) * 2
        return mix(rgb(dark), rgb(light), tone) * (1 - 0.75 * smoothstep(0.985, 1.0, gap))
    return colour


def speckle(p, scale, strength):
    """A factor around 1 that breaks up a flat colour."""
    return 1 + strength * (fractal_noise(p * scale, 3) - 0.5) * 2
