"""Grounds and colourings that several motifs share."""
import numpy as np

from noise import fractal_noise, value_noise
from scene import Solid
from vectors import column, mix, rgb, smoothstep


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


def cloth(base='#d9d2c4', thread='#bcb3a2'):
    """A plain weave."""
    def colour(p):
        weave = 0.5 + 0.5 * np.sin(p[0] * 60) * np.sin(p[2] * 60)
        worn = fractal_noise(p * 2.0, 3)
        return mix(rgb(base), rgb(thread), np.clip(0.6 * weave + 0.5 * worn - 0.1, 0, 1))
    return colour


def marble(base='#e8e6e1', vein='#8d8a86'):
    def colour(p):
        swirl = np.abs(fractal_noise(p * 1.1 + 3 * fractal_noise(p * 0.7, 3), 4) - 0.5) * 2
        return mix(rgb(vein), rgb(base), smoothstep(0.0, 0.25, swirl))
    return colour


def speckle(p, scale, strength):
    """A factor around 1 that breaks up a flat colour."""
    return 1 + strength * (fractal_noise(p * column((scale, scale, scale)), 3) - 0.5) * 2
