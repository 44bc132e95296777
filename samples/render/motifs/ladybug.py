"""A ladybird on a green leaf."""
import numpy as np

from noise import cells, fractal_noise, value_noise
from scene import Camera, Light, Scene, Solid
from shapes import ellipsoid, polyline, smooth_union, union
from surfaces import plain
from vectors import column, length, mix, rgb, smoothstep

SPOTS = ((0.05, 0.62, 0.52), (-0.55, 0.55, 0.5), (-0.2, 0.28, 0.86), (0.5, 0.5, 0.55), (-0.8, 0.45, 0.2))


def shell(p):
    """Wing cases: half an ellipsoid, a groove where they meet."""
    dome = ellipsoid(p, (1.12, 0.86, 0.94))
    return np.maximum(dome, -p[1] - 0.02) - 0.012 + 0.02 * smoothstep(0.035, 0.0, np.abs(p[2]))


def shell_colour(p):
    mirrored = np.stack([p[0], p[1], np.abs(p[2])])
    red = mix(rgb('#b80f06'), rgb('#d92a0c'), value_noise(p * 2))
    spot = 0
    for x, y, z in SPOTS:
        spot = np.maximum(spot, smoothstep(0.23, 0.2, length(mirrored - column((x, y, z)))))
    spot = np.maximum(spot, smoothstep(0.2, 0.17, length(p - column((0.92, 0.5, 0)))))
    spot = np.maximum(spot, smoothstep(0.02, 0.01, np.abs(p[2])))
    return mix(red, rgb('#0c0a09'), spot)


def front(p):
    thorax = ellipsoid(p - column((1.02, 0.2, 0)), (0.42, 0.44, 0.66))
    head = ellipsoid(p - column((1.38, 0.14, 0)), (0.28, 0.28, 0.36))
    return smooth_union(thorax, head, 0.04)


def front_colour(p):
    side = np.stack([p[0], p[1], np.abs(p[2])])
    patch = smoothstep(0.2, 0.17, length((side - column((1.18, 0.4, 0.5))) * column((0.8, 1, 1))))
    eye = smoothstep(0.085, 0.07, length(side - column((1.56, 0.3, 0.17))))
    return mix(rgb('#0d0c0b'), rgb('#f4efe0'), np.maximum(patch, eye))


def legs(p):
    """Three a side and two feelers, mirrored at z = 0."""
    p = np.stack([p[0], p[1], np.abs(p[2])])
    parts = [polyline(p, [(x, 0.1, 0.6), (x + lean * 0.5, 0.22, 1.05), (x + lean, -0.16, 1.32)], (0.07, 0.055, 0.035))[0]
             for x, lean in ((0.75, 0.35), (0.15, 0.02), (-0.5, -0.35))]
    feeler = polyline(p, [(1.55, 0.2, 0.15), (1.82, 0.36, 0.3), (1.98, 0.3, 0.45)], (0.03, 0.025, 0.04))[0]
    return union(feeler, *parts)


def leaf_height(p):
    """The leaf's surface: side veins fall away from the midrib, blisters between them."""
    vein = np.abs(((p[0] - 0.9 * np.abs(p[2] + 1.0)) * 0.75) % 1 - 0.5)
    ribs = 0.05 * smoothstep(0.1, 0.0, vein) + 0.1 * smoothstep(0.12, 0.0, np.abs(p[2] + 1.0))
    return -0.1 * (0.12 * p[0]) ** 2 - 0.05 * (p[2] + 0.4) ** 2 - ribs + 0.03 * value_noise(p * 3)


def leaf_colour(p):
    vein = np.abs(((p[0] - 0.9 * np.abs(p[2] + 1.0)) * 0.75) % 1 - 0.5)
    line = np.maximum(smoothstep(0.07, 0.02, vein), smoothstep(0.1, 0.05, np.abs(p[2] + 1.0)))
    nearest, _ = cells(p * column((7, 1, 7)))
    green = mix(rgb('#3c7d12'), rgb('#5f9e1f'), fractal_noise(p * 1.5, 3)) * (0.85 + 0.25 * nearest)
    return mix(green, rgb('#a9c765'), 0.7 * line)


def meadow(d):
    blur = fractal_noise(d * 3.1 + 2, 2)
    return mix(rgb('#1f4a12'), rgb('#a8c860'), smoothstep(0.3, 0.75, blur))


def scene():
    return Scene(
        solids=[
            Solid(lambda p: (p[1] + 0.12 - leaf_height(p)) * 0.8, leaf_colour, 0.45, 0.05, 0.3),
            Solid(shell, shell_colour, 0.16, 0.06, centre=(0, 0.4, 0), radius=1.25),
            Solid(front, front_colour, 0.2, 0.06, centre=(1.15, 0.2, 0), radius=0.8),
            Solid(legs, plain('#100d0b'), 0.4, centre=(0.3, 0.1, 0), radius=2.1),
        ],
        camera=Camera((2.6, 3.2, 4.2), (0.34, 0.2, 0.02), 34, aperture=0.1),
        lights=[Light((-0.5, 1.1, 0.4), (2.1, 2.0, 1.75), 0.12)],
        backdrop=meadow, bounce=(0.1, 0.2, 0.05), size=(400, 360))
