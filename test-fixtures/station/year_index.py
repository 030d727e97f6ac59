"""VN_AQI of a year by another hand: the hourly means by whole numbers, the index by aqi_oracle.py."""
import math
from datetime import datetime, timedelta, timezone
from fractions import Fraction
import aqi_oracle

DUST = ("PM2.5", "PM10")


def compare(report, hours, said, start, zone_ms):
    zone = timezone(timedelta(milliseconds=zone_ms))
    at = lambda ms: datetime.fromtimestamp(ms / 1000, zone)
    rows = {}
    for name, (ends, w, scale) in hours.items():
        for k, end in enumerate(ends):
            row = rows.setdefault(at(int(end)), {})
            if w["valid"][k]:
                row[name] = Fraction(int(w["sum"][k]), int(w["count"][k]) * scale)
    last = {}
    for one in said:
        key = (one["period"], one["time"])
        if key not in last or last[key]["revision"] < one["revision"]:
            last[key] = one
    first = at(start)
    right = {}
    for time, subs in aqi_oracle.hourly(rows):
        if datetime.fromisoformat(time) > first:
            right["hour", datetime.fromisoformat(time)] = subs
    for day, subs in aqi_oracle.daily(rows):
        end = datetime.fromisoformat(day).replace(tzinfo=zone) + timedelta(days=1)
        if end > first:
            right["day", end] = subs
    for (period, time), subs in right.items():
        one = last.pop((period, time.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.000Z")), None)
        report.compared["indices" if period == "hour" else "dailyIndices"] += 1
        if one is None:
            report.wrong(f"no index of the {period} until {time.isoformat()}")
            continue
        has_dust = any(d in subs for d in DUST)
        top = max(subs.values()) if subs else None
        aqi = math.floor(top + Fraction(1, 2)) if has_dust else None
        reason = None if has_dust else "no-dust" if subs else "no-data"
        report.compared["indicesWithValue"] += aqi is not None
        same = one["aqi"] == aqi and one["reason"] == reason and set(one["sub"]) == set(subs)
        same = same and all(abs(one["sub"][p] - float(v)) <= 0.00501 for p, v in subs.items())
        # Two that are as high to the last digit may both be the first.
        same = same and (aqi is None or abs(float(subs[one["dominant"]]) - float(top)) < 1e-9)
        if not same:
            be = {p: round(float(v), 4) for p, v in subs.items()}
            report.wrong(f"{period} until {time.isoformat()}: {one} and not {aqi}, {reason}, {be}")
    for key in last:
        report.wrong(f"an index of {key} that nobody expects")
