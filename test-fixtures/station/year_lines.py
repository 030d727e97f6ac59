"""The lines of the ministry's files of a year by another hand, from sums of whole numbers, so that a half is a half."""
from datetime import datetime, timezone
import numpy as np


def rounded(total, count, scale, decimals):
    """total / (count * scale) with so many digits, half away from zero, as text."""
    top, bottom = abs(total) * 10**decimals, count * scale
    whole = (2 * top + bottom) // (2 * bottom)
    text = str(whole).rjust(decimals + 1, "0")
    shown = f"{text[:-decimals]}.{text[-decimals:]}" if decimals else text
    return f"-{shown}" if total < 0 and whole else shown


def lines_of(job, fives, k, stamp):
    scale = {p["id"]: p["scale"] for p in job["points"]}
    for p in job["config"]["tt10"]["parameters"]:
        w = fives[p["point"]]
        shown, status = "", "02"
        direction = w["direction"][k]
        is_wind = not np.isnan(direction)
        if w["valid"][k] and (is_wind or not np.isnan(w["mean"][k])):
            status = "00"
            shown = f"{float(f'{direction:.10g}'):.10f}" if is_wind else rounded(int(w["sum"][k]), int(w["count"][k]), scale[p["point"]], p["decimals"])
            if is_wind:
                whole = int(np.floor(float(shown) * 10 ** p["decimals"] + 0.5))
                shown = rounded(whole, 1, 10 ** p["decimals"], p["decimals"])
        elif w["calibrating"][k] + w["maintenance"][k] > w["bad"][k]:
            status = "01"
        yield "\t".join([p["name"], shown, p["unit"], stamp, status])


def compare(report, job, fives, files, start, end):
    left = dict(files)
    for k, to in enumerate(range(start + 300_000, end + 1, 300_000)):
        stamp = datetime.fromtimestamp((to + job["zoneMs"]) / 1000, timezone.utc).strftime("%Y%m%d%H%M%S")
        text = left.pop(f"QN_{stamp}.txt", None)
        report.compared["cycles"] += 1
        if text is None:
            report.wrong(f"there is no file of {stamp}")
            continue
        lines = text.split("\n")
        right = [*lines_of(job, fives, k, stamp), ""]
        if len(lines) != len(right):
            report.wrong(f"{stamp}: {len(lines)} lines and not {len(right)}")
        for line, be in zip(lines, right):
            report.compared["lines"] += be != ""
            report.compared["linesWithValue"] += be.endswith("00") and be != ""
            if line != be:
                report.wrong(f"{line!r} and not {be!r}")
    for name in left:
        report.wrong(f"{name} is of no cycle")
