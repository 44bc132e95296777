"""A small bunch of bananas on a pale table."""
import numpy as np

from noise import fractal_noise, value_noise
from scene import Camera, Light, Scene, Solid
from shapes import smooth_curve, smooth_union, sphere
from surfaces import floor, wood
from vectors import column, length, mix, rgb, rotate, smoothstep

BEND = 2.1          # radius of the arc that a banana's axis follows
REACH = 0.85        # its half angle in radians
ALONG = (-1.0, -0.93, -0.82, -0.7, -0.45, 0.0, 0.45, 0.75, 0.9, 0.96, 1.0)
GIRTH = (0.13, 0.12, 0.14, 0.25, 0.38, 0.42, 0.39, 0.29, 0.16, 0.1, 0.09)


def position(p):
    """Along the arc, -1 (stalk) .. 1 (tip), and the offset from its axis, the arc bulging to +y."""
    angle = np.clip(np.arctan2(p[0], p[1]), -REACH, REACH)
    axis = np.stack([np.sin(angle) * BEND, np.cos(angle) * BEND, 0 * angle])
    return angle / REACH, p - axis


def body(p):
    t, offset = position(p)
    around = np.arctan2(offset[2], np.hypot(p[0], p[1]) - BEND)
    ridge = 1 + 0.045 * np.cos(5 * around) * smoothstep(1, 0.8, np.abs(t))
    return (length(offset) - smooth_curve(t, ALONG, GIRTH) * ridge) * 0.85


def skin(p):
    t, offset = position(p)
    around = np.arctan2(offset[2], np.hypot(p[0], p[1]) - BEND)
    yellow = mix(rgb('#d99a08'), rgb('#e8b31c'), value_noise(p * 1.6))
    green = np.maximum(smoothstep(-0.6, -0.95, t), 0.5 * smoothstep(0.7, 0.95, t))
    colour = mix(yellow, rgb('#a5a838'), 0.75 * green)
    streak = smoothstep(0.7, 0.78, fractal_noise(np.stack([t * 7, around * 2.5, p[2] * 0 + 3.0]), 3))
    ridge = smoothstep(0.93, 1.0, np.cos(5 * around)) * value_noise(p * 3)
    colour = mix(colour, rgb('#6d4a1c'), np.clip(0.75 * streak + 0.35 * ridge, 0, 1))
    return mix(colour, rgb('#33261a'), smoothstep(0.94, 0.975, t))


def banana(turn, lean, lift):
    """One fruit of the bunch: all share the stalk's end, fanned out by `turn` degrees."""
    stalk = column((-np.sin(REACH) * BEND, np.cos(REACH) * BEND, 0))

    def own(p):
        q = rotate(p - column((-1.75, lift, -0.3)), 1, turn)
        return rotate(q, 0, lean) + stalk
    return Solid(lambda p: body(own(p)), lambda p: skin(own(p)), 0.42, 0.04, 0.25,
                 bump=lambda p: 0.012 * value_noise(own(p) * 5))


def scene():
    return Scene(
        solids=[
            floor(wood('#5a3a22', '#94683f', 0.9), roughness=0.4),
            banana(0, 62, 0.5),
            banana(-17, 72, 0.55),
            banana(17, 50, 0.55),
            banana(-34, 80, 0.65),
            Solid(lambda p: smooth_union(sphere(p - column((-1.85, 0.55, -0.3)), 0.24),
                                         sphere(p - column((-2.1, 0.62, -0.35)), 0.17), 0.2),
                  lambda p: np.broadcast_to(rgb('#7b7a2e'), p.shape) * (0.7 + 0.5 * value_noise(p * 9)), 0.7),
        ],
        camera=Camera((-2.7, 3.9, 4.5), (-0.3, 0.4, -0.35), 32, aperture=0.08),
        lights=[Light((-0.5, 1.0, 0.7), (2.0, 1.9, 1.7), 0.12)],
        size=(480, 400))
