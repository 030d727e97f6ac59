"""Lines of transmission files by another hand, of points that are no counters: reads a JSON list of {readings: [[ms, value|null, mark]], from, to, period,
threshold, name, unit, decimals, missing, offset} and writes the list of lines. Plain Python, by definition: the mean over the
cycle, rounded half away from zero in decimal; 00 with enough data, 01 where calibration and maintenance are most of what is
missing, else 02; local time of the end. Of readings of the same time the last one holds. offset: hours of the zone."""
import json, math, sys
from datetime import datetime, timedelta, timezone
from decimal import ROUND_HALF_UP, Decimal


def line(job):
    rows = sorted({ms: (ms, v, m) for ms, v, m in job["readings"]}.values())
    start, end, period = job["from"], job["to"], job["period"]
    covered, values, left = 0, [], {"bad": 0, "calibrating": 0, "maintenance": 0}
    for (ms, value, mark), following in zip(rows, rows[1:] + [(math.inf, None, None)]):
        inside = start <= ms < end
        if mark not in ("good", "uncertain"):
            if inside:
                left[mark] += 1
            continue
        if inside:
            values.append(value)
        until = following[0] if following[0] - ms <= 1.5 * period else ms + period
        covered += max(0, min(until, end) - max(ms, start))
    capture = math.floor(1000 * min(1, covered / (end - start)) + 0.5) / 10
    status, shown = "02", job["missing"]
    if values and capture >= job["threshold"]:
        status = "00"
        mean = Decimal(repr(float(f"{math.fsum(values) / len(values):.10g}")))
        rounded = mean.quantize(Decimal(1).scaleb(-job["decimals"]), ROUND_HALF_UP)
        shown = str(abs(rounded) if rounded == 0 else rounded)
    elif left["calibrating"] + left["maintenance"] > left["bad"]:
        status = "01"
    stamp = datetime.fromtimestamp(end / 1000, timezone(timedelta(hours=job["offset"]))).strftime("%Y%m%d%H%M%S")
    return "\t".join([job["name"], shown, job["unit"], stamp, status])


print(json.dumps([line(job) for job in json.load(sys.stdin)]))
