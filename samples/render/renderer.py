"""Sphere tracing of a Scene into an 8-bit RGB picture, in numpy, the same on every run."""
import numpy as np

from noise import jitter
from vectors import column, dot, length, mix, unit

CHUNK = 1 << 14
"""Rays traced together: small enough that the temporaries stay in the processor's cache."""


def render(scene, scale=1.0, samples=None):
    """The picture as uint8 (height, width, 3); `scale` and `samples` make a quick draft."""
    width, height = (max(1, round(side * scale)) for side in scene.size)
    samples = samples or scene.samples
    picture = np.zeros((3, width * height))
    for start in range(0, width * height, CHUNK):
        index = np.arange(start, min(start + CHUNK, width * height))
        for sample in range(samples):
            # Bright spots are limited per sample, or one glint would speckle its whole pixel.
            picture[:, index] += np.minimum(_light(scene, *_rays(scene, index, width, height, sample)), 4) / samples
    return (_tone(picture * scene.exposure).T.reshape(height, width, 3) * 255 + 0.5).astype(np.uint8)


def _rays(scene, index, width, height, sample):
    short = min(width, height)
    u = ((index % width + jitter(index, sample, 0)) * 2 - width) / short
    v = (height - (index // width + jitter(index, sample, 1)) * 2) / short
    return scene.camera.rays(u, v, jitter(index, sample, 2), 2 * np.pi * jitter(index, sample, 3))


def _tone(light):
    """Linear light to display values: Narkowicz' fit of the ACES film curve, then gamma."""
    x = np.maximum(light, 0) * 0.8
    return np.clip(x * (2.51 * x + 0.03) / (x * (2.43 * x + 0.59) + 0.14), 0, 1) ** (1 / 2.2)


def _solid_distance(solid, p):
    """Its formula close by, the distance to the sphere around it elsewhere."""
    if not np.isfinite(solid.radius):
        return solid.distance(p)
    distance = length(p - column(solid.centre)) - solid.radius
    near = np.flatnonzero(distance < 0.3 * solid.radius)
    distance += 0.05 * solid.radius
    if near.size:
        distance[near] = solid.distance(p[:, near])
    return distance


def _nearest(solids, p):
    best = np.full(p.shape[1], 1e9)
    which = np.zeros(p.shape[1], int)
    for i, solid in enumerate(solids):
        distance = _solid_distance(solid, p)
        which[distance < best] = i
        best = np.minimum(best, distance)
    return best, which


def _march(scene, origin, direction):
    """Distance to the first surface (inf: none) and which solid it is."""
    count = direction.shape[1]
    travelled, hit = np.zeros(count), np.full(count, np.inf)
    which = np.zeros(count, int)
    active = np.arange(count)
    for _ in range(160):
        if not active.size:
            break
        p = origin[:, active] + direction[:, active] * travelled[active]
        distance, solid = _nearest(scene.solids, p)
        touching = distance < 4e-4 * (1 + travelled[active])
        hit[active[touching]] = travelled[active[touching]]
        which[active[touching]] = solid[touching]
        travelled[active] += distance * 0.9
        active = active[~touching & (travelled[active] < scene.far)]
    return hit, which


def _visibility(scene, origin, direction, softness, reach):
    """1 where nothing is in the way, 0 where something is, between at a soft edge."""
    casters = [solid for solid in scene.solids if solid.casts_shadow]
    count = origin.shape[1]
    clear, travelled = np.ones(count), np.full(count, 0.02)
    active = np.arange(count)
    for _ in range(48):
        if not active.size or not casters:
            break
        d = direction if direction.shape[1] == 1 else direction[:, active]
        distance, _ = _nearest(casters, origin[:, active] + d * travelled[active])
        clear[active] = np.minimum(clear[active], 0.5 + 0.5 * distance / (softness * travelled[active]))
        travelled[active] += np.clip(np.abs(distance), 0.015, 0.6)
        active = active[(clear[active] > 0.01) & (travelled[active] < reach)]
    clear = np.clip(clear, 0, 1)
    return clear * clear * (3 - 2 * clear)


def _openness(scene, p, normal):
    """Ambient occlusion: how far the surroundings stand back along the normal."""
    closed = 0
    for step, weight in ((0.05, 0.9), (0.15, 0.55), (0.35, 0.3), (0.7, 0.15)):
        distance, _ = _nearest(scene.solids, p + normal * step)
        closed = closed + weight * np.maximum(step - distance, 0) / step
    return np.clip(1 - closed / 1.9, 0, 1)


def _normal(solid, p):
    """The gradient by finite differences on a tetrahedron, bump included."""
    epsilon, total = 6e-4, 0
    for corner in ((1, -1, -1), (-1, -1, 1), (-1, 1, -1), (1, 1, 1)):
        q = p + epsilon * column(corner)
        height = solid.distance(q) - (solid.bump(q) if solid.bump else 0)
        total = total + column(corner) * height
    return unit(total)


def _light(scene, origin, direction):
    """Linear light (3, n) that comes back along each ray."""
    origin = np.broadcast_to(origin, direction.shape)
    hit, which = _march(scene, origin, direction)
    light = (scene.backdrop or scene.sky)(direction)
    for i, solid in enumerate(scene.solids):
        rays = np.flatnonzero(np.isfinite(hit) & (which == i))
        if rays.size:
            p = origin[:, rays] + direction[:, rays] * hit[rays]
            veil = 1 - np.exp(-scene.fog * hit[rays])
            light[:, rays] = mix(_shade(scene, solid, p, direction[:, rays]), light[:, rays], veil)
    return light


def _shade(scene, solid, p, view):
    normal = _normal(solid, p)
    facing = np.maximum(-dot(normal, view), 0)
    albedo = solid.colour(p)
    p = p + normal * 2e-3
    open_sky = _openness(scene, p, normal)

    up = 0.5 + 0.5 * normal[1]
    skylight = scene.sky(np.broadcast_to(column((0, 1, 0)), (3, 1))) * up + column(scene.bounce) * (1 - up)
    diffuse = scene.ambient * skylight * open_sky
    shine = np.zeros_like(p)
    for lamp in scene.lights:
        toward = unit(column(lamp.direction))
        slope = dot(normal, toward)
        seen = _visibility(scene, p, toward, lamp.softness, 12.0)
        lit = np.maximum(slope + solid.wrap, 0) / (1 + solid.wrap) ** 2
        diffuse = diffuse + column(lamp.colour) * lit * (seen + (1 - seen) * 0.35 * solid.wrap)
        shine += column(lamp.colour) * seen * _highlight(normal, view, toward, slope, solid.roughness)

    fresnel = solid.reflectance + (1 - solid.reflectance) * (1 - facing) ** 5 * (1 - solid.roughness)
    mirrored = view + 2 * normal * facing
    reach = _visibility(scene, p, mirrored, 0.25 + solid.roughness, 4.0) if solid.roughness < 0.6 else open_sky
    dimmed = 1 - 0.7 * solid.roughness
    reflection = (scene.sky(mirrored) * reach + column(scene.bounce) * (1 - reach)) * dimmed
    light = albedo * diffuse * (1 - fresnel) + fresnel * reflection + solid.reflectance * shine
    return light + solid.glow(p) if solid.glow else light


def _highlight(normal, view, toward, slope, roughness):
    """The GGX lobe, its shadowing term left out."""
    half = unit(toward - view)
    a = max(roughness, 0.08) ** 4
    c = np.maximum(dot(normal, half), 0)
    return a / (np.pi * (c * c * (a - 1) + 1) ** 2) * np.maximum(slope, 0)
