"""Alarms by another hand: reads JSON {began, until, grace, period, threshold, alarms: [...], readings: {point: [[ms, value|null]]}}
and writes the transitions [[ms, point, alarm, "raised"|"cleared"]] of a station that looks once a second. Plain Python, by the
definitions of the site file: a limit with hysteresis, a change within a time, a sensor that is stuck, readings that are
missing, a part above its whole, a straight line on its way to a limit, and the mean of a window. An alarm is raised when its
condition has held for `delay` and cleared when it has been over for `clearDelay`; what nobody can tell changes nothing."""
import json, math, sys
from bisect import bisect_left
from statistics import NormalDist, fmean

job = json.load(sys.stdin)
STEP = 1000
SIZES = {"5min": 300_000, "1h": 3_600_000}
# Decimals are meant as they are written: 5.1 less 0.4 is 4.7.
HAIR = 1e-9


def outside(alarm, value, active):
    give = alarm.get("hysteresis", 0) if active else 0
    above, below = alarm.get("above"), alarm.get("below")
    return (above is not None and value > above - give + HAIR) or (below is not None and value < below + give - HAIR)


def slope_of(alarm, known, at):
    near = [(t, v) for t, v in known if v is not None and at - alarm["over"] <= t <= at]
    if len(near) < 8 or near[-1][0] - near[0][0] < alarm["over"] / 2:
        return None
    xs = [(t - at) / 60000 for t, _ in near]
    ys = [v for _, v in near]
    mx, my = fmean(xs), fmean(ys)
    sxx = sum((x - mx) ** 2 for x in xs)
    b = sum((x - mx) * (y - my) for x, y in zip(xs, ys)) / sxx
    rest = sum((y - my - b * (x - mx)) ** 2 for x, y in zip(xs, ys)) / (len(xs) - 2)
    ahead = alarm["ahead"] / 60000
    expected = my + b * (ahead - mx)
    error = math.sqrt(rest * (1 / len(xs) + (ahead - mx) ** 2 / sxx))
    return expected - alarm["above"], error


def condition(alarm, known, others, now, active):
    """True, False, or None where nobody can tell. known: [(ms, value|None)] in their order."""
    usable = [(t, v) for t, v in known if v is not None]
    if alarm["kind"] == "missing":
        return now - max(job["began"], usable[-1][0] if usable else job["began"]) > alarm["for"]
    if not usable or known[-1][1] is None:
        return None
    at, value = usable[-1]
    if alarm["kind"] == "limit":
        return outside(alarm, value, active)
    if alarm["kind"] == "rate":
        before = [v for t, v in usable[:-1] if at - t <= alarm["within"]]
        return any(abs(value - v) > alarm["change"] + HAIR for v in before) if before else None
    if alarm["kind"] == "stuck":
        older = [i for i, (t, _) in enumerate(usable) if at - t >= alarm["for"]]
        if not older:
            return False
        span = [v for _, v in usable[older[-1]:]]
        return max(span) - min(span) <= alarm["within"] + 1e-9 * max(1, abs(value))
    if alarm["kind"] == "cross":
        other = dict(others[alarm["notAbove"]]).get(at)
        return None if other is None else value > other + alarm["tolerance"] + HAIR
    found = slope_of(alarm, known, at)
    if found is None:
        return None
    away, error = found
    sure = NormalDist().cdf(away / error) if error > 0 else float(away > 0)
    return value <= alarm["above"] and sure * 100 >= alarm["confidence"]


def window(known, start, end):
    """The mean of a window and whether it has enough."""
    covered = 0
    for (t, v), (following, _) in zip(known, known[1:] + [(math.inf, None)]):
        if v is not None:
            until = following if following - t <= 1.5 * job["period"] else t + job["period"]
            covered += max(0, min(until, end) - max(t, start))
    values = [v for t, v in known if v is not None and start <= t < end]
    share = math.floor(1000 * min(1, covered / (end - start)) + 0.5) / 10
    return (fmean(values), True) if values and share >= job["threshold"] else (None, False)


def longest(alarm):
    return max(alarm.get("for", 0), alarm.get("over", 0), alarm.get("within", 0) if alarm["kind"] == "rate" else 0, 1_200_000) + 600_000


class State:
    def __init__(self, alarm):
        self.alarm, self.active, self.since, self.looked, self.found = alarm, False, None, None, None

    def step(self, truth, now):
        if truth is None or truth == self.active:
            if truth is not None or not self.active:
                self.since = None
            return None
        self.since = now if self.since is None else self.since
        if now - self.since < self.alarm["clearDelay" if self.active else "delay"]:
            return None
        self.active, self.since = not self.active, None
        return "raised" if self.active else "cleared"


states = [State(a) for a in job["alarms"]]
feeds = {p: [tuple(r) for r in rows] for p, rows in job["readings"].items()}
times = {p: [r[0] for r in rows] for p, rows in feeds.items()}
arrived = {p: 0 for p in feeds}
closed = {}
out = []
for now in range(job["began"] + STEP, job["until"] + 1, STEP):
    fresh = set()
    for p, rows in feeds.items():
        while arrived[p] < len(rows) and rows[arrived[p]][0] < now:
            arrived[p] += 1
            fresh.add(p)
    others = {p: rows[max(0, arrived[p] - 3):arrived[p]] for p, rows in feeds.items()}
    for s in states:
        a = s.alarm
        rows, n = feeds[a["point"]], arrived[a["point"]]
        if a.get("of", "reading") != "reading":
            size = SIZES[a["of"]]
            end = closed.setdefault(id(s), job["began"] // size * size + size)
            truth = None
            if now - job["grace"] < end:
                continue
            closed[id(s)] = end + size
            mean, valid = window(rows[bisect_left(times[a["point"]], end - 2 * size):n], end - size, end)
            truth = outside(a, mean, s.active) if valid else None
        elif a["kind"] == "missing":
            truth = condition(a, rows[max(0, n - 60):n], others, now, s.active)
        else:
            if a["kind"] == "trend":
                if s.looked is not None and now - s.looked < 60_000:
                    continue
                s.looked = now
            known = rows[bisect_left(times[a["point"]], now - longest(a)):n]
            # The same readings say the same, but for what hysteresis makes of them.
            key = (n, s.active)
            if s.found is None or s.found[0] != key:
                s.found = (key, condition(a, known, others, now, s.active) if known else None)
            truth = s.found[1]
        told = s.step(truth, now)
        if told:
            out.append([now, a["point"], a["id"], told])
print(json.dumps(out))
