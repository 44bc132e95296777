"""Procedural texture: value noise and cells, hashed with integers so that every machine agrees."""
import numpy as np


def _hash(x, y, z):
    """Three integer arrays to uniform numbers in 0..1."""
    h = (x.astype(np.uint32) * np.uint32(0x8DA6B343)
         ^ y.astype(np.uint32) * np.uint32(0xD8163841)
         ^ z.astype(np.uint32) * np.uint32(0xCB1AB31F))
    h = (h ^ (h >> np.uint32(15))) * np.uint32(0x2C1B3C6D)
    h = (h ^ (h >> np.uint32(12))) * np.uint32(0x297A2D39)
    return (h ^ (h >> np.uint32(15))) / 4294967296.0


def value_noise(p):
    """Smooth noise in 0..1 with one lattice cell a unit; `p` is (3, n)."""
    cell = np.floor(p)
    f = p - cell
    f = f * f * (3 - 2 * f)
    x, y, z = cell.astype(np.int64)
    total = 0
    for corner in range(8):
        dx, dy, dz = corner & 1, corner >> 1 & 1, corner >> 2
        weight = ((f[0] if dx else 1 - f[0]) * (f[1] if dy else 1 - f[1]) * (f[2] if dz else 1 - f[2]))
        total = total + weight * _hash(x + dx, y + dy, z + dz)
    return total


def fractal_noise(p, octaves=4):
    """Octaves of `value_noise`, each twice as fine and half as strong; in 0..1."""
    total, weight = 0, 0.5
    for octave in range(octaves):
        total = total + weight * value_noise(p * 2.0 ** octave + 17.3 * octave)
        weight /= 2
    return total / (1 - 0.5 ** octaves)


def cells(p):
    """Distance to the nearest of one random point per unit cell, and that point's random number."""
    cell = np.floor(p).astype(np.int64)
    nearest = np.full(p.shape[1], 9.0)
    number = np.zeros(p.shape[1])
    for i in range(27):
        x, y, z = cell + np.array([i % 3 - 1, i // 3 % 3 - 1, i // 9 - 1]).reshape(3, 1)
        point = np.stack([x + _hash(x, y, z), y + _hash(x + 71, y, z), z + _hash(x, y + 137, z)])
        distance = np.sqrt(((p - point) ** 2).sum(0))
        closer = distance < nearest
        nearest = np.where(closer, distance, nearest)
        number = np.where(closer, _hash(x, y, z + 313), number)
    return nearest, number


def jitter(index, sample, channel):
    """A number in 0..1 for pixel `index`: a low-discrepancy sequence over samples, shifted per pixel."""
    shift = _hash(index, np.full_like(index, channel), np.full_like(index, 5))
    step = (0.7548776662466927, 0.5698402909980532, 0.8191725133961645, 0.6710436067037893)[channel]
    return (shift + step * (sample + 1)) % 1
