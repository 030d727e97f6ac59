"""Alarms of a year by another hand: what each watches for, at every look of the station (one a step), as arrays; then the
life of the alarm, from one change of that to the next. By the definitions of the site file, in numpy. What is found is 1, 0
or -1 where nobody can tell; for a limit with hysteresis once as it is while the alarm is off, once while it is on."""
import math
import numpy as np
from year_windows import counts


class Feed:
    """What has come of a point, in the order in which it came, as each look of the station sees it."""

    def __init__(self, times, values, mark, came, looks, scale):
        self.t, self.v, self.good = times, values, counts(mark)
        self.scale, self.looks = scale, looks
        self.newest = np.searchsorted(came, looks, "right") - 1
        # Among those that count: the place of each, or of the last before it.
        self.place = np.cumsum(self.good) - 1
        self.tc, self.vc = times[self.good], values[self.good]

    def at_look(self, of_reading):
        """What is found at each reading, seen from each look; nothing is known where the newest does not count."""
        last = np.maximum(self.newest, 0)
        return np.where((self.newest >= 0) & self.good[last], of_reading[last], -1).astype(np.int8)


def beyond(alarm, value, scale, active):
    """By the decimals as they are written, not by what is a hair beside them."""
    give = alarm.get("hysteresis", 0) if active else 0
    v = value / scale
    out = np.zeros(np.shape(value), bool)
    if alarm.get("above") is not None:
        out |= v > alarm["above"] - give + 1e-9
    if alarm.get("below") is not None:
        out |= v < alarm["below"] + give - 1e-9
    return out.astype(np.int8)


def rate(alarm, feed):
    known, fast = np.zeros(len(feed.t), bool), np.zeros(len(feed.t), bool)
    for back in range(1, alarm["within"] // 10_000 + 2):
        near = np.zeros(len(feed.t), bool)
        near[back:] = (feed.t[back:] - feed.t[:-back] <= alarm["within"]) & feed.good[:-back]
        away = np.zeros(len(feed.t), np.int64)
        away[back:] = np.abs(feed.v[back:] - feed.v[:-back])
        known |= near
        fast |= near & (away / feed.scale > alarm["change"] + 1e-9)
    return feed.at_look(np.where(known, fast, -1))


def stuck(alarm, feed):
    t, v = feed.tc, feed.vc
    start = np.searchsorted(t, t - alarm["for"], "right") - 1
    low, high = [v], [v]
    while 2 ** len(low) <= len(v) and 2 ** (len(low) - 1) < alarm["for"] // 5000:
        half = 2 ** (len(low) - 1)
        low.append(np.minimum(low[-1][:-half], low[-1][half:]))
        high.append(np.maximum(high[-1][:-half], high[-1][half:]))
    end = np.arange(len(t))
    span = np.maximum(end - start + 1, 1)
    level = np.minimum(np.log2(span).astype(int), len(low) - 1)
    lowest, highest = v.copy(), v.copy()
    for n in range(len(low)):
        pick = (level == n) & (start >= 0)
        i, j = start[pick], end[pick] - 2**n + 1
        lowest[pick] = np.minimum(low[n][i], low[n][j])
        highest[pick] = np.maximum(high[n][i], high[n][j])
    # A span of more readings than the table reaches over is looked at by itself.
    for k in np.flatnonzero((start >= 0) & (span >= 2 ** len(low))):
        lowest[k], highest[k] = v[start[k]:k + 1].min(), v[start[k]:k + 1].max()
    same = (start >= 0) & (highest - lowest <= alarm["within"] * feed.scale + 1e-6)
    return feed.at_look(same[np.maximum(feed.place, 0)].astype(np.int8) if len(t) else np.zeros(len(feed.t), np.int8))


def missing(alarm, feed, now, began):
    last = np.where(feed.newest >= 0, feed.place[np.maximum(feed.newest, 0)], -1)
    since = np.where(last >= 0, feed.tc[np.maximum(last, 0)], began) if len(feed.tc) else np.full(len(now), began)
    return (now - np.maximum(since, began) > alarm["for"]).astype(np.int8)


def cross(alarm, feed, other):
    at = np.searchsorted(other.t, feed.t)
    here = np.minimum(at, len(other.t) - 1)
    paired = (at < len(other.t)) & (other.t[here] == feed.t) & other.good[here]
    above = feed.v / feed.scale > other.v[here] / other.scale + alarm["tolerance"] + 1e-9
    return feed.at_look(np.where(paired, above, -1))


def trend(alarm, feed, due):
    """At the looks that are due: is the line through the readings of the last while, with that confidence, beyond?"""
    found = np.full(len(due), -1, np.int8)
    ties = 0
    looks = np.flatnonzero(due)
    newest = feed.newest[looks]
    fresh = (newest >= 0) & feed.good[np.maximum(newest, 0)]
    looks, ends = looks[fresh], feed.place[newest[fresh]]
    starts = np.searchsorted(feed.tc, feed.tc[ends] - alarm["over"], "left")
    erf = np.vectorize(math.erf, otypes=[float])
    for k in range(0, len(looks), 4000):
        look, end, start = looks[k:k + 4000], ends[k:k + 4000], starts[k:k + 4000]
        n = end - start + 1
        index = start[:, None] + np.arange(n.max())
        there = index <= end[:, None]
        index = np.minimum(index, len(feed.tc) - 1)
        w = there.astype(float)
        x = (feed.tc[index] - feed.tc[end][:, None]) / 60_000 * w
        y = (feed.vc[index] / feed.scale - alarm["above"]) * w
        mx, my = x.sum(1) / n, y.sum(1) / n
        dx, dy = (x - mx[:, None]) * w, (y - my[:, None]) * w
        enough = (n >= 8) & (feed.tc[end] - feed.tc[start] >= alarm["over"] / 2)
        sxx = np.where(enough, (dx * dx).sum(1), 1)
        slope = (dx * dy).sum(1) / sxx
        rest = ((dy - slope[:, None] * dx) ** 2 * w).sum(1) / np.maximum(n - 2, 1)
        ahead = alarm["ahead"] / 60_000
        expected = my + slope * (ahead - mx)
        error = np.sqrt(rest * (1 / n + (ahead - mx) ** 2 / sxx))
        # Numbers that lie on a line exactly leave nothing but the noise of the sums.
        sure = np.where(error > 1e-9, (1 + erf(expected / np.maximum(error, 1e-9) / math.sqrt(2))) / 2, expected > 0)
        ties += int((enough & (np.abs(sure * 100 - alarm["confidence"]) < 3e-5)).sum())
        yes = (feed.vc[end] / feed.scale <= alarm["above"]) & (sure * 100 >= alarm["confidence"])
        found[look] = np.where(enough, yes, -1)
    return found, ties


def life(alarm, state, now, off, on=None):
    """[[ms, raised|cleared]] of the looks at `now`, and how it stands after them. state: (active, since)."""
    on = off if on is None else on
    code = off.astype(int) * 4 + on
    edges = np.concatenate([[0], np.flatnonzero(np.diff(code)) + 1, [len(now)]])
    active, since = state
    told = []
    for a, b in zip(edges, edges[1:]):
        k = a
        while k < b:
            truth = (on if active else off)[k]
            if truth == -1 or bool(truth) == active:
                if truth != -1 or not active:
                    since = None
                break
            since = int(now[k]) if since is None else since
            fire = max(k, int(np.searchsorted(now, since + alarm["clearDelay" if active else "delay"])))
            if fire >= b:
                break
            active, since = not active, None
            told.append([int(now[fire]), "raised" if active else "cleared"])
            k = fire + 1
    return told, (active, since)
