#!/usr/bin/env python3
"""Writes the moving average of a training as ONNX: one input `images` [1, 3, H, W], blue-green-red 0..255, one output
`boxes` [1, N, 4 + 6] (x1, y1, x2, y2 in input pixels, class scores 0..1). Static shapes, opset 13.

    scripts/train/export.py DIR/last.pt models/haidang-road-s/haidang-road-s.onnx
"""

import inspect
import sys
from pathlib import Path

import torch

sys.path.insert(0, str(Path(__file__).parent))
from data import HEIGHT, WIDTH  # noqa: E402
from model import Exported, fold, restored  # noqa: E402


def write(folded, out):
    """A network without normalisation, as a file."""
    whole = Exported(folded, HEIGHT, WIDTH).eval()
    # Newer releases of PyTorch export another way by default, which needs more packages.
    legacy = {"dynamo": False} if "dynamo" in inspect.signature(torch.onnx.export).parameters else {}
    torch.onnx.export(
        whole,
        torch.zeros(1, 3, HEIGHT, WIDTH),
        out,
        opset_version=13,
        input_names=["images"],
        output_names=["boxes"],
        **legacy,
    )
    print(f"{out}: {Path(out).stat().st_size} bytes")


def main(checkpoint, out, size="s"):
    write(fold(restored(size, torch.load(checkpoint, map_location="cpu")["shadow"]).eval()), out)


if __name__ == "__main__":
    main(*sys.argv[1:])
