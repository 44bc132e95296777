"""Signed distance functions: `p` is (3, n), the result (n,), negative inside.

The formulas for the primitives follow Inigo Quilez' published distance functions.
"""
import numpy as np

from vectors import column, dot, length


def sphere(p, radius):
    return length(p) - radius


def ellipsoid(p, radii):
    """A close lower bound rather than the exact distance."""
    r = column(radii)
    k0, k1 = length(p / r), length(p / r ** 2)
    return k0 * (k0 - 1) / np.maximum(k1, 1e-9)


def box(p, half, rounding=0.0):
    q = np.abs(p) - column(half) + rounding
    return length(np.maximum(q, 0)) + np.minimum(q.max(0), 0) - rounding


def cylinder(p, radius, half, rounding=0.0):
    """Upright, centred on the origin."""
    return extrude(np.hypot(p[0], p[2]) - radius, p[1], half, rounding)


def extrude(flat, along, half, rounding=0.0):
    """A flat distance given thickness: `half` to both sides of 0 on the `along` coordinate."""
    a, b = flat + rounding, np.abs(along) - half + rounding
    return np.minimum(np.maximum(a, b), 0) + np.hypot(np.maximum(a, 0), np.maximum(b, 0)) - rounding


def torus(p, radius, thickness):
    """Lying flat, its hole upright."""
    return np.hypot(np.hypot(p[0], p[2]) - radius, p[1]) - thickness


def along(p, a, b):
    """Position 0..1 of each point's nearest spot on the segment a-b, and the distance to it."""
    a, b = column(a), column(b)
    t = np.clip(dot(p - a, b - a) / dot(b - a, b - a), 0, 1)
    return t, length(p - a - (b - a) * t)


def capsule(p, a, b, radius_a, radius_b=None):
    t, distance = along(p, a, b)
    return distance - (radius_a if radius_b is None else radius_a + (radius_b - radius_a) * t)


def polyline(p, points, radii):
    """A tube through `points`, `radii` one a point; also how far along (0..1) the nearest spot is."""
    best, where = np.full(p.shape[1], 1e9), np.zeros(p.shape[1])
    pieces = len(points) - 1
    for i in range(pieces):
        t, distance = along(p, points[i], points[i + 1])
        distance = distance - (radii[i] + (radii[i + 1] - radii[i]) * t)
        where = np.where(distance < best, (i + t) / pieces, where)
        best = np.minimum(best, distance)
    return best, where


def profile(p, heights, radii):
    """A turned body about the y axis: `radii` at `heights`, joined smoothly; scaled to stay a lower bound."""
    radius = smooth_curve(p[1], heights, radii)
    side = np.hypot(p[0], p[2]) - radius
    cap = np.maximum(heights[0] - p[1], p[1] - heights[-1])
    return np.maximum(side * 0.6, cap)


def smooth_curve(x, xs, ys):
    """Cubic Hermite through the knots with Catmull-Rom slopes; constant outside them."""
    xs, ys = np.asarray(xs, float), np.asarray(ys, float)
    slopes = np.gradient(ys, xs)
    x = np.clip(x, xs[0], xs[-1])
    i = np.clip(np.searchsorted(xs, x) - 1, 0, len(xs) - 2)
    h = xs[i + 1] - xs[i]
    t = (x - xs[i]) / h
    return (ys[i] * (1 + 2 * t) * (1 - t) ** 2 + h * slopes[i] * t * (1 - t) ** 2
            + ys[i + 1] * t * t * (3 - 2 * t) + h * slopes[i + 1] * t * t * (t - 1))


def union(*distances):
    return np.minimum.reduce(distances)


def smooth_union(a, b, width):
    h = np.maximum(width - np.abs(a - b), 0) / width
    return np.minimum(a, b) - h * h * width / 4


def smooth_cut(a, b, width):
    """`a` without `b`, the edge rounded over `width`."""
    return -smooth_union(-a, b, width)
