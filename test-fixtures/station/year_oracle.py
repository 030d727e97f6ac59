"""A year of a station by another hand. Reads JSON lines: the job (seed, points, configuration), then a piece of some days
after another ({from, to: days, folder: with what the product said of them}), and answers each with {compared, different,
examples}. The truth is made anew from the seed (year_truth.py); see scripts/station/year/main.ts. Needs numpy."""
import json, sys
from collections import Counter
from pathlib import Path
import numpy as np
import year_index, year_lines, year_watch
from year_truth import Truth
from year_windows import LENGTHS, counter, wind, windows

DAY = 86_400_000
MARGIN = 3
FIELDS = ["point", "length", "to", "revision", "count", "capture", "valid", "bad", "calibrating", "maintenance", "uncertain",
          "mean", "min", "max", "sigma", "direction", "vector", "delta", "resets", "size"]


class Report:
    def __init__(self):
        self.compared, self.different, self.examples = Counter(), 0, []

    def wrong(self, text):
        self.different += 1
        if len(self.examples) < 20:
            self.examples.append(text)


def near(a, b, tolerance):
    return (np.isnan(a) & np.isnan(b)) | (np.abs(a - b) <= tolerance)


def right_windows(truth, point, known, edges, period, threshold, others):
    times, values, mark = known[point["id"]]
    w = windows(times, values, mark, edges, period, threshold)
    nothing = np.full(len(edges) - 1, np.nan)
    w |= {"direction": nothing, "vector": nothing, "delta": nothing, "resets": np.zeros(len(edges) - 1)}
    if point["kind"] == "wind-direction":
        speed = known[others["speed"]]
        w["direction"], w["vector"], pairs = wind(times, values, mark, *speed, edges)
        # Of the time that directions speak for, those without a speed beside them say nothing.
        w["valid"] &= w["tenths"] * pairs >= threshold * 10 * w["count"]
        w["vector"] = w["vector"] / 10
        w |= {k: nothing for k in ("mean", "min", "max", "sigma")}
    if point["kind"] == "counter":
        w["delta"], w["resets"] = counter(times, values, mark, edges, point["rollover"])
        w["delta"] = w["delta"] / point["scale"]
    for k in ("mean", "min", "max", "sigma"):
        w[k] = w[k] / point["scale"]
    return w


def compare_windows(report, job, point, length, edges, right, rows):
    """rows: what the product told of this point and length, by end and revision."""
    name = f"{point['id']} {LENGTHS[length] // 60_000} min"
    order = np.lexsort((rows[:, 3], rows[:, 2]))
    rows = rows[order]
    ends = edges[1:]
    first = rows[rows[:, 3] == 0]
    if len(first) != len(ends) or not np.array_equal(first[:, 2], ends):
        report.wrong(f"{name}: {len(first)} windows were told, {len(ends)} ended")
        return
    twice = int(((np.diff(rows[:, 2]) == 0) & (np.diff(rows[:, 3]) != 1)).sum())
    if twice:
        report.wrong(f"{name}: {twice} revisions out of turn")
    last = rows[np.append(np.diff(rows[:, 2]) != 0, True)]
    said = dict(zip(FIELDS, last.T))
    report.compared["windows"] += len(ends)
    report.compared["windowsToldAgain"] += int((last[:, 3] > 0).sum())
    report.compared["windowsWithoutEnough"] += int((~right["valid"]).sum())
    bad = said["size"] != np.diff(edges)
    for field in ("count", "valid", "bad", "calibrating", "maintenance", "uncertain", "resets"):
        bad |= said[field] != right[field]
    bad |= np.abs(said["capture"] - right["tenths"] / 10) > 1e-9
    for field, tolerance in (("mean", 1e-9), ("min", 0), ("max", 0), ("sigma", 1e-7), ("vector", 1e-9), ("delta", 1e-9)):
        size = np.nan_to_num(np.maximum(np.abs(right[field]), 1), nan=1)
        bad |= ~near(said[field], right[field].astype(float), tolerance * size if tolerance else 1e-12 * size)
    turn = np.abs((said["direction"] - right["direction"] + 180) % 360 - 180)
    bad |= ~((np.isnan(said["direction"]) & np.isnan(right["direction"])) | (turn < 1e-6))
    for k in np.flatnonzero(bad):
        told = {f: float(said[f][k]) for f in FIELDS[4:] if not np.isnan(said[f][k])}
        be = {f: float(right[f][k]) for f in right if f in FIELDS and not np.isnan(float(right[f][k]))}
        report.wrong(f"{name} until {int(ends[k])}: {told} and not {be | {'capture': float(right['tenths'][k]) / 10}}")


def piece(job, truth, watch, question):
    report = Report()
    folder = Path(question["folder"])
    begin, zone = job["beginMs"], job["zoneMs"]
    start, end = begin + question["from"] * DAY, begin + question["to"] * DAY
    since = max(begin, start - MARGIN * DAY)
    said = json.loads((folder / "said.json").read_text())
    rows = np.fromfile(folder / "windows.bin").reshape(-1, len(FIELDS))
    config = {p["id"]: p for p in job["config"]["points"]}
    first_step, last_step = int(since - begin) // job["stepMs"], int(end - begin) // job["stepMs"] + 1080
    all_readings = {p["id"]: truth.readings(p, first_step, last_step) for p in job["points"]}
    known = {k: r[:3] for k, r in all_readings.items()}
    fives, hours = {}, {}
    for index, point in enumerate(job["points"]):
        of = config[point["id"]]
        mine = rows[rows[:, 0] == index]
        for length, size in enumerate(LENGTHS):
            edges = np.arange(start, end + 1, size, dtype=np.int64)
            right = right_windows(truth, point, known, edges, of["every"], of["capture"], of)
            compare_windows(report, job, point, length, edges, right, mine[mine[:, 1] == length])
            if size == 300_000:
                fives[point["id"]] = right
        if of.get("parameter"):
            wide = np.arange(since, end + 1, 3_600_000, dtype=np.int64)
            right = right_windows(truth, point, known, wide, of["every"], of["capture"], of)
            hours[of["parameter"]] = (wide[1:], right, point["scale"])
    year_index.compare(report, hours, said["indices"], start, zone)
    year_lines.compare(report, job, fives, said["files"], start, end)
    watch.compare(report, all_readings, said["alarms"], question)
    return {"compared": report.compared, "different": report.different, "examples": report.examples}


def main():
    job = json.loads(sys.stdin.readline())
    truth = Truth(job)
    watch = year_watch.Watch(job)
    for line in sys.stdin:
        print(json.dumps(piece(job, truth, watch, json.loads(line))), flush=True)


main()
