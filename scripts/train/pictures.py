#!/usr/bin/env python3
"""Draws what an exported network finds in generated pictures, for the model card. Green: found at 0.35 or more. Red: missed.

    scripts/train/pictures.py models/haidang-road-s/haidang-road-s.onnx DAY NIGHT models/haidang-road-s/pictures

DAY and NIGHT are folders made by scenarios.ts.
"""

import sys
from pathlib import Path

import cv2
import numpy as np
import torch

sys.path.insert(0, str(Path(__file__).parent))
from data import HEIGHT, WIDTH, letterbox, read_labels  # noqa: E402
from evaluate import overlap, suppress  # noqa: E402
from model import CLASSES, Detector, boxes_of, cell_centres, flatten, fold  # noqa: E402
from weights import load_exported  # noqa: E402

LEAST = 0.35
GREEN, RED = (80, 230, 80), (40, 40, 255)
SHOWN = {
    "junction-day": (0, "ha-long-junction_day_06"),
    "junction-night": (1, "ha-long-junction_night_06"),
    "street-day": (0, "demo_day_08"),
    "queue-day": (0, "ticket-queue_day_05"),
}


@torch.no_grad()
def find(model, image):
    """[n, 6]: box in pixels of the picture, score, class; each place is one class only, as in the product."""
    centres, strides = cell_centres(HEIGHT, WIDTH)
    boxed, k = letterbox(image)
    logits, raw = flatten(model(torch.from_numpy(boxed).permute(2, 0, 1)[None].float()))
    scores = logits.sigmoid().numpy()[0]
    best = scores.max(1, keepdims=True)
    rows = suppress(boxes_of(raw, centres, strides).numpy()[0], np.where(scores == best, scores, 0))
    rows = rows[rows[:, 4] >= LEAST]
    rows[:, :4] /= k
    return rows


def label(image, box, text, colour, below):
    x0, y0, x1, y1 = (int(v) for v in box)
    cv2.rectangle(image, (x0, y0), (x1, y1), colour, 1)
    cv2.putText(image, text, (x0, y1 + 11 if below else max(10, y0 - 3)), 0, 0.38, colour, 1, cv2.LINE_AA)


def main(network, day, night, out):
    model = fold(Detector().eval())
    load_exported(model, network)
    for name, (light, base) in SHOWN.items():
        folder = Path((day, night)[light])
        image = cv2.imread(str(folder / "images" / f"{base}.jpg"))
        labels = folder / "labels" / f"{base}.txt"
        own = [line.split()[5] == "0" for line in labels.read_text().splitlines()]
        truth = read_labels(labels, image.shape[1], image.shape[0])[own]
        found = find(model, image)
        hit = (overlap(truth[:, :4], found) >= 0.5) & (truth[:, 4:5] == found[None, :, 5])
        for box in truth[~hit.any(1)]:
            label(image, box[:4], f"{CLASSES[int(box[4])]}?", RED, True)
        for row in found:
            label(image, row[:4], f"{CLASSES[int(row[5])]} {row[4]:.2f}", GREEN, False)
        cv2.imwrite(str(Path(out, f"{name}.jpg")), image, (cv2.IMWRITE_JPEG_QUALITY, 72))


if __name__ == "__main__":
    main(*sys.argv[1:])
