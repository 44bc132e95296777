"""Small vector arithmetic on arrays of shape (3, n): one point or colour a column."""
import numpy as np


def vector(x, y, z):
    return np.array([x, y, z], float)


def column(v):
    """A single vector as a column, so that it broadcasts over (3, n)."""
    return np.asarray(v, float).reshape(3, 1)


def dot(a, b):
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]


def length(v):
    return np.sqrt(dot(v, v))


def unit(v):
    return v / np.maximum(length(v), 1e-12)


def mix(a, b, t):
    return a + (b - a) * t


def smoothstep(low, high, x):
    """0 below `low`, 1 above `high`, a smooth cubic between."""
    t = np.clip((x - low) / (high - low), 0, 1)
    return t * t * (3 - 2 * t)


def rotate(p, axis, degrees):
    """`p` turned about the x, y or z axis (0, 1, 2), counter-clockwise seen from the axis' tip."""
    c, s = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    j, k = (axis + 1) % 3, (axis + 2) % 3
    turned = np.array(p, float)
    turned[j], turned[k] = c * p[j] - s * p[k], s * p[j] + c * p[k]
    return turned


def rgb(text):
    """'#rrggbb' as linear light, a column."""
    srgb = np.array([int(text[i:i + 2], 16) for i in (1, 3, 5)]) / 255
    return column(srgb ** 2.2)
