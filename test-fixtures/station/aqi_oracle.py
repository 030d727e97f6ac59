"""VN_AQI by another hand, for comparing with `haidang aqi`. Plain Python.

Usage: aqi_oracle.py make SEED HOURS    writes a table of hourly means with gaps
       aqi_oracle.py hourly|daily FILE  writes one JSON line an hour or a day: {"time", "aqi"}
Source: Decision 1459/QD-TCMT, 12 November 2019, technical guide, 2.2.
"""
import csv, json, math, random, sys
from collections import defaultdict
from datetime import datetime, timedelta
from fractions import Fraction
from statistics import mean

LEVELS = [0, 50, 100, 150, 200, 300, 400, 500]
SCALES = {
    "O3": [0, 160, 200, 300, 400, 800, 1000, 1200], "CO": [0, 10000, 30000, 45000, 60000, 90000, 120000, 150000],
    "SO2": [0, 125, 350, 550, 800, 1600, 2100, 2630], "NO2": [0, 100, 200, 700, 1200, 2350, 3100, 3850],
    "PM10": [0, 50, 150, 250, 350, 420, 500, 600], "PM2.5": [0, 25, 50, 80, 150, 250, 350, 500],
    "O3/8": [0, 100, 120, 170, 210, 400],
}
HOUR = timedelta(hours=1)


def index(scale, c):
    """The sum of what each segment below the concentration contributes."""
    total, points = Fraction(0), SCALES[scale]
    for low, high, i, j in zip(points, points[1:], LEVELS, LEVELS[1:]):
        covered = min(max(Fraction(c) - low, 0), high - low)
        total += covered * Fraction(j - i, high - low)
    return total


def make(seed, hours):
    rng = random.Random(seed)
    top = {"PM2.5": 260, "PM10": 420, "O3": 460, "CO": 50000, "SO2": 900, "NO2": 700}
    holes = {n: (rng.choice([0.02, 0.2, 0.4]), rng.randrange(hours), rng.randrange(60)) for n in top}
    waves = {n: (rng.random(), rng.uniform(2, 30)) for n in top}
    print("time," + ",".join(top))
    for h in range(hours):
        row = [(datetime.fromisoformat("2026-03-30T05:00:00+07:00") + h * HOUR).isoformat()]
        for name, most in top.items():
            share, start, length = holes[name]
            height, period = waves[name]
            value = most * height * (1 + math.sin(h / period)) / 2 * rng.uniform(0.6, 1.4)
            # Single hours are missing, and once the sensor for days.
            gone = rng.random() < share or start <= h < start + length
            row.append("" if gone else f"{value:.1f}")
        if rng.random() > 0.05 or h in (0, hours - 1):
            print(",".join(row))


def load(file):
    with open(file) as f:
        rows = {}
        for row in csv.DictReader(f):
            at = datetime.fromisoformat(row.pop("time"))
            # As it is written, so that a half is a half.
            rows[at] = {k: Fraction(v) for k, v in row.items() if v != ""}
    return rows


def nowcast(rows, at, name):
    past = [(i, rows.get(at - i * HOUR, {}).get(name)) for i in range(12)]
    past = [(i, float(c)) for i, c in past if c is not None]
    if sum(i < 3 for i, _ in past) < 2:
        return None
    least, most = min(c for _, c in past), max(c for _, c in past)
    w = max(0.5, least / most) if most else 1.0
    return sum(c * w**i for i, c in past) / sum(w**i for i, _ in past)


def hourly(rows):
    at = min(rows)
    while at <= max(rows):
        now = rows.get(at, {})
        subs = {g: index(g, now[g]) for g in ("O3", "CO", "SO2", "NO2") if g in now}
        for dust in ("PM2.5", "PM10"):
            c = nowcast(rows, at, dust)
            if c is not None:
                subs[dust] = index(dust, c)
        yield at.isoformat(), subs
        at += HOUR


def daily(rows):
    days = defaultdict(list)
    at = min(rows)
    while at <= max(rows):
        # A mean stamped 00:00 belongs to the day that ends then.
        days[(at - HOUR).date()].append(at)
        at += HOUR
    for day, hours in days.items():
        subs = {}
        for name in ("PM2.5", "PM10", "O3", "CO", "SO2", "NO2"):
            known = [rows[h][name] for h in hours if name in rows.get(h, {})]
            if len(known) < 18:
                continue
            subs[name] = index(name, mean(known) if name.startswith("PM") else max(known))
        if "O3" in subs:
            eights = []
            for h in hours:
                eight = [v for k in range(8) if (v := rows.get(h - k * HOUR, {}).get("O3")) is not None]
                if len(eight) >= 6:
                    eights.append(mean(eight))
            if eights and max(eights) <= 400:
                subs["O3"] = max(subs["O3"], index("O3/8", max(eights)))
        yield day.isoformat(), subs


if __name__ == "__main__":
    if sys.argv[1] == "make":
        make(int(sys.argv[2]), int(sys.argv[3]))
    else:
        for time, subs in {"hourly": hourly, "daily": daily}[sys.argv[1]](load(sys.argv[2])):
            has_dust = "PM2.5" in subs or "PM10" in subs
            aqi = math.floor(max(subs.values()) + Fraction(1, 2)) if has_dust else None
            print(json.dumps({"time": time, "aqi": aqi}))
