"""Windows of a year by definition, in numpy over whole numbers: how often a reading is there, sums, squares, lowest and
highest, the share of time that readings speak for, the mean vector of a wind, and what a counter went on."""
import numpy as np
from year_truth import CALIBRATING, DOUBT, GOOD, MAINTENANCE, NONE

LENGTHS = [60_000, 300_000, 3_600_000, 28_800_000, 86_400_000]


def counts(mark):
    return (mark == GOOD) | (mark == DOUBT)


def total(values, edges_at):
    """Sums of values between neighbours of edges_at."""
    sums = np.concatenate([[0], np.cumsum(values)])[edges_at]
    return sums[1:] - sums[:-1]


def covered_until(times, mark, period, edges):
    """Milliseconds before each edge that readings speak for."""
    following = np.append(times[1:], np.iinfo(np.int64).max)
    until = np.where(following - times <= period * 3 // 2, following, times + period)
    t, u = times[counts(mark)], until[counts(mark)]
    whole = np.concatenate([[0], np.cumsum(u - t)])
    n = np.searchsorted(t, edges, "left")
    last = np.maximum(n - 1, 0)
    beyond = np.where(n > 0, np.maximum(u[last] - edges, 0), 0) if len(t) else np.zeros(len(edges), np.int64)
    return whole[n] - beyond


def extreme(values, good, edges_at, pick, none):
    """The lowest or highest between neighbours of edges_at, none where there is nothing."""
    padded = np.append(np.where(good, values, none), none)
    found = pick.reduceat(padded, np.minimum(edges_at, len(values)))[:-1]
    return np.where(edges_at[1:] > edges_at[:-1], found, none)


def windows(times, values, mark, edges, period, threshold):
    at = np.searchsorted(times, edges, "left")
    good = counts(mark)
    n = total(good.astype(np.int64), at)
    v = np.where(good, values, 0).astype(np.int64)
    s, q = total(v, at), total(v * v, at)
    covered = np.diff(covered_until(times, mark, period, edges))
    length = np.diff(edges)
    tenths = np.minimum(1000, (2000 * covered + length) // (2 * length))
    big = np.iinfo(np.int64).max
    m = np.maximum(n, 1)
    return {
        "count": n, "sum": s, "tenths": tenths, "covered": covered,
        "valid": (n > 0) & (tenths >= threshold * 10),
        "mean": np.where(n > 0, s / m, np.nan),
        "sigma": np.where(n > 0, np.sqrt((n * q - s * s).astype(float)) / m, np.nan),
        "min": np.where(n > 0, extreme(v, good, at, np.minimum, big), np.nan),
        "max": np.where(n > 0, extreme(v, good, at, np.maximum, -big), np.nan),
        "bad": total((mark == NONE).astype(np.int64), at),
        "calibrating": total((mark == CALIBRATING).astype(np.int64), at),
        "maintenance": total((mark == MAINTENANCE).astype(np.int64), at),
        "uncertain": total((mark == DOUBT).astype(np.int64), at),
    }


def wind(times, degrees, mark, speed_times, speeds, speed_mark, edges):
    """Direction and length of the mean vector, and how many pairs of the same time they are made of."""
    both, a, b = np.intersect1d(times[counts(mark)], speed_times[counts(speed_mark)], return_indices=True)
    d = degrees[counts(mark)][a]
    s = speeds[counts(speed_mark)][b].astype(float)
    arrows = s * np.exp(1j * np.radians(90 - d.astype(float)))
    at = np.searchsorted(both, edges, "left")
    n, length = np.diff(at), total(s, at)
    # Each window by itself: the difference of two long sums has not the digits of a short one.
    mean = np.array([arrows[i:j].sum() / max(1, j - i) for i, j in zip(at, at[1:])])
    direction = (90 - np.degrees(np.angle(mean))) % 360
    calm = (n == 0) | (length == 0) | (np.abs(mean) * n <= 1e-6 * length)
    return np.where(calm, np.nan, direction), np.where(n == 0, np.nan, np.abs(mean)), n


def counter(times, values, mark, edges, rollover):
    """What it went on, shared out over the time between readings; resets in the windows of the newer reading."""
    t, v = times[counts(mark)], values[counts(mark)].astype(np.int64)
    up, before, after = np.diff(v), v[:-1], v[1:]
    rolled = (up < 0) & (rollover > 0) & (before >= 0.9 * rollover) & (after <= 0.1 * rollover)
    step = np.where(up >= 0, up, np.where(rolled, rollover - before + after, after))
    went = np.concatenate([[0], np.cumsum(step)])
    i = np.clip(np.searchsorted(t, edges, "right") - 1, 0, len(t) - 2)
    part = np.clip((edges - t[i]) / (t[i + 1] - t[i]), 0, 1)
    reached = went[i] + step[i] * part
    resets = total(((up < 0) & ~rolled).astype(np.int64), np.searchsorted(t[1:], edges, "left"))
    # Known where a step between two readings touches it.
    known = (np.searchsorted(t, edges[1:], "left") > 0) & (np.searchsorted(t, edges[:-1], "left") < len(t))
    return np.where(known, np.diff(reached), np.nan), resets
