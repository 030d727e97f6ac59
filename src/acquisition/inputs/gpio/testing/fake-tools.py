"""gpiomon and gpioget as their --help describes them, version 1.6.3 and 2.0.2, over a folder in place of a chip.

Called as gpiomon or gpioget. CHIP_FOLDER holds `version`, `levels` (OFFSET LEVEL a line, as the wire has it), `edges`, which
gpiomon follows (OFFSET LEVEL NANOSECONDS a line), and `calls`, where every call is written down. Unknown arguments are refused.
A `kill` file is a chip that is gone: both tools end with its text as an error.
"""
import os, sys, time

folder = os.environ["CHIP_FOLDER"]
path = lambda name: os.path.join(folder, name)
tool, args = os.path.basename(sys.argv[1]), sys.argv[2:]
version = open(path("version")).read().strip()
with open(path("calls"), "a") as f:
    f.write(tool + " " + " ".join(args) + "\n")


def die(text):
    sys.stderr.write(f"{tool}: {text}\n")
    sys.exit(1)


if args == ["--version"]:
    print(f"{tool} (libgpiod) v{version}\nCopyright (C) 2017-2018 Bartosz Golaszewski")
    sys.exit(0)

one = version.startswith("1.")
flags = {
    (True, "gpioget"): {"-l": 0, "-B": 1},
    (True, "gpiomon"): {"-l": 0, "-B": 1, "-b": 0, "-F": 1},
    (False, "gpioget"): {"--active-low": 0, "--bias": 1, "--numeric": 0, "--chip": 1},
    (False, "gpiomon"): {"--active-low": 0, "--bias": 1, "--chip": 1, "--banner": 0, "--edges": 1, "--format": 1},
}[(one, tool)]
biases = ["as-is", "disable", "pull-up", "pull-down"] if one else ["disabled", "pull-up", "pull-down"]
given = {}
while args and args[0].startswith("-"):
    flag = args.pop(0)
    if flag not in flags:
        die(f"unrecognized option '{flag}'")
    given[flag] = args.pop(0) if flags[flag] else True
if given.get("-B" if one else "--bias", biases[-1]) not in biases:
    die("invalid bias")
chip = args.pop(0) if one else given.get("--chip")
if chip != "gpiochip0":
    die(f"error reading GPIO values: No such file or directory" if one else f"cannot find GPIO chip character device '{chip}'")
lines = [int(a) for a in args]
low = "-l" in given or "--active-low" in given
levels = dict(tuple(map(int, row.split())) for row in open(path("levels")))

if os.path.exists(path("kill")):
    die(open(path("kill")).read().strip())
if tool == "gpioget":
    print(" ".join(str(levels[n] ^ low) for n in lines))
    sys.exit(0)

form = given["-F" if one else "--format"]
if "--banner" in given:
    print("Monitoring lines ...", flush=True)
# What one has not asked to be written at once stays in the buffer, as of a real program whose output is a pipe.
at_once = not one or "-b" in given
with open(path("edges")) as edges:
    edges.seek(0, 2)
    open(path("ready"), "a").write("x")
    while True:
        if os.path.exists(path("kill")):
            die(open(path("kill")).read().strip())
        row = edges.readline()
        if not row:
            time.sleep(0.005)
            continue
        offset, level, ns = map(int, row.split())
        if offset not in lines:
            continue
        rising = bool(level ^ low)
        seconds, nano = divmod(ns, 10**9)
        if one:
            out = form.replace("%o", str(offset)).replace("%e", str(int(rising))).replace("%s", str(seconds)).replace("%n", str(nano))
        else:
            out = form.replace("%o", str(offset)).replace("%E", "rising" if rising else "falling").replace("%S", f"{seconds}.{nano:09d}")
        sys.stdout.write(out + "\n")
        if at_once:
            sys.stdout.flush()
