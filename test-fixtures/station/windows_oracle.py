"""Windows by another hand: reads JSON {readings: [[ms, value|null, mark]], spans: [[from, to]], period, threshold}
and writes the windows. Plain Python, from lists, by definition; marks are good, uncertain, bad, calibrating, maintenance.
With "wind": [[ms, direction, mark]] the readings are speeds; with "rollover" the readings are of a counter.
A list of such objects is answered with a list."""
import cmath, json, math, statistics, sys

counts = lambda mark: mark in ("good", "uncertain")


def capture(job, rows, start, end):
    period, covered = job["period"], 0
    for (ms, _, mark), following in zip(rows, rows[1:] + [(math.inf, None, None)]):
        if counts(mark):
            until = following[0] if following[0] - ms <= 1.5 * period else ms + period
            covered += max(0, min(until, end) - max(ms, start))
    return min(100.0, 100 * covered / (end - start))


def wind(job, rows, start, end):
    speeds = {ms: v for ms, v, m in rows if counts(m)}
    arrows = [cmath.rect(speeds[ms], math.radians(90 - d)) for ms, d, m in job["wind"] if counts(m) and start <= ms < end and ms in speeds]
    if not arrows:
        return None, None
    mean = sum(arrows) / len(arrows)
    return (90 - math.degrees(cmath.phase(mean))) % 360, abs(mean)


def counter(job, rows, start, end):
    known = [(ms, v) for ms, v, m in rows if counts(m)]
    total, found = 0.0, False
    for (t0, v0), (t1, v1) in zip(known, known[1:]):
        if t1 < start or t0 >= end:
            continue
        if v1 >= v0:
            step = v1 - v0
        elif job["rollover"] and v0 >= 0.9 * job["rollover"] and v1 <= 0.1 * job["rollover"]:
            step = job["rollover"] - v0 + v1
        else:
            step = v1
        found = True
        total += step * max(0, min(t1, end) - max(t0, start)) / (t1 - t0)
    return total if found else None


def answer(job):
    rows = sorted({ms: (ms, v, m) for ms, v, m in job["readings"]}.values())
    out = []
    for start, end in job["spans"]:
        values = [v for ms, v, m in rows if start <= ms < end and counts(m)]
        one = {"count": len(values), "capture": capture(job, rows, start, end)}
        one["isValid"] = bool(values) and round(one["capture"] * 10 + 1e-9) / 10 >= job["threshold"]
        one |= {"mean": statistics.fmean(values), "min": min(values), "max": max(values), "sigma": statistics.pstdev(values)} if values else {"mean": None, "min": None, "max": None, "sigma": None}
        if "wind" in job:
            one["direction"], one["vectorSpeed"] = wind(job, rows, start, end)
        if "rollover" in job:
            one["delta"] = counter(job, rows, start, end)
        out.append(one)
    return out


asked = json.load(sys.stdin)
print(json.dumps([answer(job) for job in asked] if isinstance(asked, list) else answer(asked)))
