"""All alarms of a year, piece after piece, compared with what the product told: those of readings at every look, those of
windows and of the law at every window as it was first told, and once more where late readings changed the newest one."""
from collections import Counter
from datetime import datetime, timezone
import numpy as np
import year_alarms as alarms
from year_truth import NONE
from year_windows import windows

SIZES = {"1min": 60_000, "5min": 300_000, "1h": 3_600_000, "8h": 28_800_000, "24h": 86_400_000}
DAY = 86_400_000


class Watch:
    def __init__(self, job):
        self.job, self.begin, self.step = job, job["beginMs"], job["stepMs"]
        self.state, self.first = {}, {}
        # So long after its end a window is told: the first look after the grace.
        self.wait = -(-job["config"]["grace"] // self.step) * self.step

    def compare(self, report, readings, said, question):
        start, end = (self.begin + question[k] * DAY for k in ("from", "to"))
        told = []
        looks = np.arange((start - self.begin) // self.step, (end - self.begin) // self.step)
        feeds = {}
        for point in self.job["points"]:
            t, v, mark, came, _, steps = readings[point["id"]]
            if point["device"] not in self.job["lateDevices"]:
                feeds[point["id"]] = alarms.Feed(t, v, mark, came, looks, point["scale"])
                self.first.setdefault(point["id"], int(steps[0]))
        config = {p["id"]: p for p in self.job["config"]["points"]}
        for point in self.job["points"]:
            of = config[point["id"]]
            for alarm in of["alarms"]:
                if alarm.get("of", "reading") == "reading":
                    told += self.reading(report, alarm, point, feeds, looks)
                else:
                    told += self.mean(point, of, alarm["id"], alarm, alarm["of"], readings, start, end)
            told += self.law(point, of, readings, start, end)
        want, have = Counter(map(tuple, told)), Counter(map(tuple, said))
        report.compared["alarms"] += len(told)
        for _, point, alarm, state in told:
            kind = {a["id"]: a["kind"] for a in config[point]["alarms"]}.get(alarm, "law")
            report.compared[f"{kind} {state}"] += 1
        for one in want - have:
            report.wrong(f"alarm {one} was not told")
        for one in have - want:
            report.wrong(f"alarm {one} was told and was none")

    def live(self, alarm, point, name, now, off, on=None):
        key = point["id"], name
        told, self.state[key] = alarms.life(alarm, self.state.get(key, (False, None)), now, off, on)
        return [[ms, *key, state] for ms, state in told]

    def reading(self, report, alarm, point, feeds, looks):
        feed, kind = feeds[point["id"]], alarm["kind"]
        now = self.begin + (looks + 1) * self.step
        if kind == "limit":
            off, on = (feed.at_look(alarms.beyond(alarm, feed.v, feed.scale, active)) for active in (False, True))
            return self.live(alarm, point, alarm["id"], now, off, on)
        if kind == "trend":
            since = looks - self.first[point["id"]]
            due = (since >= 0) & (since % (60_000 // self.step) == 0)
            found, ties = alarms.trend(alarm, feed, due)
            report.compared["trendsOnTheLimit"] += ties
            return self.live(alarm, point, alarm["id"], now[due], found[due])
        found = {
            "rate": lambda: alarms.rate(alarm, feed),
            "stuck": lambda: alarms.stuck(alarm, feed),
            "missing": lambda: alarms.missing(alarm, feed, now, self.begin),
            "cross": lambda: alarms.cross(alarm, feed, feeds[alarm["notAbove"]]),
        }[kind]()
        return self.live(alarm, point, alarm["id"], now, found)

    def told_means(self, point, of, size, readings, start, end):
        """[(now, end of the window, mean, is valid)] in the order in which windows were told that could be judged."""
        t, v, mark, came, repaired, steps = readings[point["id"]]
        first = max(start - self.wait + 1, self.begin + 1)
        ends = np.arange(-(-first // size) * size, end - self.wait + 1, size, dtype=np.int64) if size < 8 * 3_600_000 else None
        if ends is None:
            zone = self.job["zoneMs"]
            ends = np.arange(-(-(first + zone) // size) * size - zone, end - self.wait + 1, size, dtype=np.int64)
        if len(ends) == 0:
            return []
        rules = of["every"], of["capture"]
        edges = np.append(ends[0] - size, ends)
        w = windows(t, v, mark, edges, *rules)
        out = {(int(e + self.wait), int(e)): (m, ok) for e, m, ok in zip(ends, w["mean"], w["valid"])}
        if point["device"] not in self.job["lateDevices"]:
            return [(now, to, *found) for (now, to), found in sorted(out.items())]
        came_ms = self.begin + (came + 1) * self.step

        def as_known(to, now):
            near = slice(*np.searchsorted(t, [to - size - 60_000, to + 60_000]))
            here, later = came_ms[near] <= now, repaired[near]
            there = here | (later & (t[near] <= now))
            as_of = np.where(here, mark[near], NONE)
            one = windows(t[near][there], v[near][there], as_of[there], np.array([to - size, to]), *rules)
            return one["mean"][0], one["valid"][0]

        waits = came_ms > t + self.step
        slots = {int(c): (int(a), int(b)) for c, a, b in self.batches(t[waits], came_ms[waits])}
        for arrival, (a, b) in slots.items():
            for to in ends[(ends > a - 60_000) & (ends - size < b + 60_000)]:
                if arrival > to + self.wait:
                    out[int(to + self.wait), int(to)] = as_known(int(to), int(to + self.wait))
            newest = (arrival - self.wait - 1 - int(ends[0])) // size * size + int(ends[0])
            touched = newest > a - 60_000 and newest - size < b + 60_000
            if touched and start < arrival <= end and newest + self.wait < arrival < newest + size + self.wait and newest > self.begin:
                out[arrival, newest] = as_known(newest, arrival)
        return [(now, to, *found) for (now, to), found in sorted(out.items())]

    def batches(self, times, arrivals):
        for arrival in np.unique(arrivals):
            of = times[arrivals == arrival]
            yield arrival, of.min(), of.max()

    def mean(self, point, of, name, alarm, length, readings, start, end):
        told = self.told_means(point, of, SIZES[length], readings, start, end)
        if not told:
            return []
        now, mean, valid = (np.array([row[k] for row in told]) for k in (0, 2, 3))
        mean = np.nan_to_num(mean)
        off, on = (np.where(valid, alarms.beyond(alarm, mean, point["scale"], active), -1) for active in (False, True))
        return self.live(alarm, point, name, now, off, on)

    def law(self, point, of, readings, start, end):
        out = []
        for pack in self.job["packs"]:
            rows = [r for r in pack["limits"] if r["parameter"] == of.get("parameter") and r["window"] in SIZES]
            for length in {r["window"] for r in rows}:
                told = self.told_means(point, of, SIZES[length], readings, start, end)
                now, off = [], []
                for at, to, mean, valid in told:
                    day = datetime.fromtimestamp((to - SIZES[length] + self.job["zoneMs"]) / 1000, timezone.utc).date().isoformat()
                    rule = [r for r in rows if r["window"] == length and r["effectiveFrom"] <= day <= r.get("effectiveUntil", "9999")]
                    if rule and valid:
                        now.append(at)
                        off.append(int(alarms.beyond(rule[0], mean, point["scale"], False)))
                if now:
                    alarm = {"delay": 0, "clearDelay": 0}
                    out += self.live(alarm, point, f"{pack['id']}:{length}", np.array(now), np.array(off))
        return out
