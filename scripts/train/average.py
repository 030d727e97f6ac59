#!/usr/bin/env python3
"""Writes the network halfway between two exported ones (Wortsman et al. 2022, WiSE-FT): after a short training on new
pictures it keeps more of what it knew, and is often better than both at either.

    scripts/train/average.py BEFORE.onnx AFTER.onnx OUT.onnx [share of AFTER: 0.5]
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from export import write  # noqa: E402
from model import Detector, fold  # noqa: E402
from weights import load_exported  # noqa: E402


def read(file):
    network = fold(Detector("s").eval())
    load_exported(network, file)
    return network


def main(before, after, out, share="0.5"):
    first, second = read(before), read(after)
    theirs, k = second.state_dict(), float(share)
    first.load_state_dict({name: mine.lerp(theirs[name], k) for name, mine in first.state_dict().items()})
    write(first, out)


if __name__ == "__main__":
    main(*sys.argv[1:])
