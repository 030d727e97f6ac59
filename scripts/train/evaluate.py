"""AP while training: quick and close to `npm run bench:ap`, which alone gives the figures of the model card."""

import numpy as np
import torch

from data import HEIGHT, WIDTH, letterbox
from model import CLASSES, boxes_of, cell_centres, flatten

IOU_NMS, FLOOR, MOST = 0.6, 0.001, 300


def overlap(a, b):
    low = np.maximum(a[:, None, :2], b[None, :, :2])
    high = np.minimum(a[:, None, 2:4], b[None, :, 2:4])
    shared = (high - low).clip(0).prod(-1)
    area = lambda v: (v[:, 2] - v[:, 0]) * (v[:, 3] - v[:, 1])
    return shared / (area(a)[:, None] + area(b)[None] - shared + 1e-9)


def suppress(boxes, scores):
    """Class-wise NMS of one picture: [n, 6] = box, score, class."""
    out = []
    for c in range(scores.shape[1]):
        at = np.nonzero(scores[:, c] > FLOOR)[0]
        at = at[np.argsort(-scores[at, c], kind="stable")][:600]
        b = boxes[at]
        o = overlap(b, b) > IOU_NMS
        kept = []
        gone = np.zeros(len(at), bool)
        for i in range(len(at)):
            if not gone[i]:
                kept.append(i)
                gone |= o[i]
        out.append(np.column_stack((b[kept], scores[at[kept], c], np.full(len(kept), c))))
    all_ = np.concatenate(out)
    return all_[np.argsort(-all_[:, 4], kind="stable")][:MOST]


def average_precision(found, truth, threshold):
    """101-point AP of one class. found: list of (picture, score, box); truth: picture -> boxes and which of them count.

    What lies on a box that does not count is neither right nor wrong.
    """
    total = sum(int(counts.sum()) for _, counts in truth.values())
    if total == 0:
        return float("nan")
    found = sorted(found, key=lambda f: -f[1])
    used = {k: np.zeros(len(v), bool) for k, (v, _) in truth.items()}
    hits = []
    for picture, _, box in found:
        boxes, counts = truth[picture]
        o = overlap(box[None], boxes)[0]
        free = np.where(counts & ~used[picture], o, -1)
        if len(free) and free.max() >= threshold:
            used[picture][int(free.argmax())] = True
            hits.append(1)
        elif not (o[~counts] >= threshold).any():
            hits.append(0)
    hit = np.array(hits)
    recall = hit.cumsum() / total
    precision = np.maximum.accumulate((hit.cumsum() / np.arange(1, len(hit) + 1))[::-1])[::-1]
    at = np.searchsorted(recall, np.linspace(0, 1, 101))
    return float(np.mean([precision[i] if i < len(precision) else 0 for i in at]))


@torch.no_grad()
def evaluate(model, folder, match=None, thresholds=(0.5,)):
    """AP per class of a `Folder`; `match`: a test of the file's name."""
    model.eval()
    centres, strides = cell_centres(HEIGHT, WIDTH)
    found = [[] for _ in CLASSES]
    truth = [{} for _ in CLASSES]
    picked = [i for i, n in enumerate(folder.names) if match is None or match(n)]
    for start in range(0, len(picked), 16):
        part = picked[start : start + 16]
        boxed = [letterbox(folder.images[i]) for i in part]
        x = torch.from_numpy(np.stack([p for p, _ in boxed])).permute(0, 3, 1, 2).float()
        with torch.autocast("cpu", dtype=torch.bfloat16):
            levels = model(x.contiguous(memory_format=torch.channels_last))
        logits, raw = flatten(levels)
        scores, boxes = logits.float().sigmoid().numpy(), boxes_of(raw.float(), centres, strides).numpy()
        for n, i in enumerate(part):
            for row in suppress(boxes[n], scores[n]):
                found[int(row[5])].append((i, row[4], row[:4] / boxed[n][1]))
            for c in range(len(CLASSES)):
                own = folder.boxes[i][folder.boxes[i][:, 4] == c]
                truth[c][i] = (own[:, :4], own[:, 5] > 0)
    return [np.mean([average_precision(found[c], truth[c], t) for t in thresholds]) for c in range(len(CLASSES))]


def report(name, ap):
    parts = " ".join(f"{c}:{100 * v:.1f}" for c, v in zip(CLASSES, ap))
    return f"{name} mean {100 * np.nanmean(ap):.1f} | {parts}"
