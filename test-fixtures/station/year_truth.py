"""What a simulated station's devices show in each ten seconds of a year, by another hand than scripts/station/year/truth.ts:
whole numbers from a hash of the seed, in numpy. Readings as they are known at the end (what came late and what was repaired
is in its place), and as they came."""
import numpy as np

SLOT, LONG = 90, 720
ABSENT, NONE, GOOD, DOUBT, CALIBRATING, MAINTENANCE = -1, 0, 1, 2, 3, 4


def hashed(seed, a, b, c):
    b = np.asarray(b, np.int64).astype(np.uint32)
    x = (np.uint32(seed) ^ np.uint32(a)) * np.ones_like(b) * np.uint32(0x9E3779B1)
    x ^= x >> np.uint32(15)
    x = (x ^ b) * np.uint32(0x85EBCA77)
    x ^= x >> np.uint32(13)
    x = (x ^ np.uint32(c)) * np.uint32(0xC2B2AE3D)
    return (x ^ (x >> np.uint32(16))).astype(np.int64)


class Truth:
    def __init__(self, job):
        self.seed, self.begin, self.step_ms = job["seed"], job["beginMs"], job["stepMs"]
        self.points, self.late_devices, self.mode_device = job["points"], job["lateDevices"], job["modeDevice"]

    def of_device(self, device, index, salt):
        return hashed(self.seed, 1000 + device, index, salt)

    def line(self, point, steps, every, of, salt):
        i, r = steps // every, steps % every
        start, end = (hashed(self.seed, point["index"], k, salt) % of for k in (i, i + 1))
        return (start * (every - r) + end * r) // every

    def shown(self, point, steps):
        """Value in its own whole numbers and its mark, before what the device does."""
        p, index = point, point["index"]
        chance = hashed(self.seed, index, steps, 8) % 1000
        quarter = hashed(self.seed, index, steps // SLOT, 7) % 100
        hours = hashed(self.seed, index, steps // LONG, 6) % 60
        mark = np.full(len(steps), GOOD)
        mark[(chance >= 10) & (chance < 16)] = DOUBT
        mark[(quarter == 0) | (chance < 6) | (hours == 4)] = NONE
        mark[(quarter == 1) | ((chance >= 6) & (chance < 10))] = ABSENT
        if p["kind"] == "counter":
            counted = (steps % p["reset"] if p["reset"] else steps) * p["rate"] + hashed(self.seed, index, steps, 2) % p["rate"]
            return (counted % p["rollover"] if p["rollover"] else counted), mark
        at = np.where(hours == 0, steps // LONG * LONG, steps)
        value = p["from"] + self.line(p, at, 8640, p["reach"], 3) + self.line(p, at, 360, p["swing"], 4)
        value = value + hashed(self.seed, index, at, 5) % p["noise"]
        value = np.where(hours == 1, value + p["jump"] * (steps % LONG) // LONG, value)
        value = np.where(hours == 2, value + p["jump"], value)
        value = np.where(hours == 3, value // 4, value)
        value = np.where((chance == 16) | (chance == 17), value + p["jump"], value)
        return (value % 360 if p["kind"] == "wind-direction" else value), mark

    def readings(self, point, first, last):
        """Of the steps from first until before last: times (ms), values, marks (as they are worth), and the step with which
        each came, of those that came at all; and what came first of those that came once more (a mark NONE)."""
        steps = np.arange(max(0, first), last)
        device = point["device"]
        value, mark = self.shown(point, steps)
        gone = self.of_device(device, steps // SLOT, 9) % 150 == 0
        if device == self.mode_device:
            mode = self.of_device(device, steps // LONG, 10) % 80
            for number, worth in ((0, CALIBRATING), (1, MAINTENANCE), (2, NONE)):
                mark = np.where((mode == number) & (mark > NONE), worth, mark)
        came, repaired = steps.copy(), np.zeros(len(steps), bool)
        if device in self.late_devices:
            slots = steps // SLOT
            chance = self.of_device(device, slots, 11) % 30
            arrival = (slots + 1) * SLOT + 10 + self.of_device(device, slots, 12) % 240
            came = np.where(chance <= 1, arrival, steps)
            repaired = chance == 1
        times = self.begin + (steps + 1) * self.step_ms - self.of_device(device, steps, 1) % 800
        keep = (mark != ABSENT) & ~gone
        return times[keep], value[keep], mark[keep], came[keep], repaired[keep], steps[keep]
