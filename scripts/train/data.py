"""Pictures and boxes for the training: folders with `images/*.jpg` and `labels/*.txt` (YOLO lines, sixth column = flag).

All pictures are kept decoded in memory. Every training picture is composed anew: one picture or a mosaic of four, each
through its own scale, shift, turn and flip; then rare road users pasted in, two pictures mixed, colours, gamma, blur,
noise and JPEG damage changed. Boxes: float32 [n, 6] = x1, y1, x2, y2 in input pixels, class, trust (0..1). Trust 0: the box is
ignored, it teaches neither that somebody is there nor that nobody is.
"""

from pathlib import Path

import cv2
import numpy as np

WIDTH, HEIGHT = 512, 288
PAD = 114
# How much a label is trusted, by flag: drawn by people, pseudo-label, class reassigned, hardly visible.
TRUST = {0: 1.0, 1: 0.85, 2: 0.9, 3: 0.0}
# Pixels of the input, and the share of a box that a cut leaves: what is less is ignored.
LEAST_SIDE, LEAST_SHARE = 3.0, 0.3


class Folder:
    """One folder of labelled pictures, decoded; longest side at most `longest`."""

    def __init__(self, path, longest=512):
        self.images, self.boxes, self.names = [], [], []
        for file in sorted(Path(path, "images").glob("*.jpg")):
            image = cv2.imread(str(file))
            h, w = image.shape[:2]
            if max(h, w) > longest:
                k = longest / max(h, w)
                image = cv2.resize(image, (round(w * k), round(h * k)), interpolation=cv2.INTER_AREA)
                h, w = image.shape[:2]
            self.images.append(image)
            self.boxes.append(read_labels(Path(path, "labels", file.stem + ".txt"), w, h))
            self.names.append(file.name)

    def __len__(self):
        return len(self.images)


def read_labels(file, width, height):
    rows = []
    if file.exists():
        for line in file.read_text().splitlines():
            part = line.split()
            if len(part) < 5:
                continue
            c, x, y, w, h = int(part[0]), *(float(v) for v in part[1:5])
            trust = TRUST.get(int(part[5]) if len(part) > 5 else 0, 0.85)
            rows.append(((x - w / 2) * width, (y - h / 2) * height, (x + w / 2) * width, (y + h / 2) * height, c, trust))
    return np.array(rows, np.float32).reshape(-1, 6)


def letterbox(image, width=WIDTH, height=HEIGHT):
    """Scaled to fit, top left, the rest filled: what the product does with a frame. Returns the picture and the scale."""
    h, w = image.shape[:2]
    k = min(width / w, height / h)
    out = np.full((height, width, 3), PAD, np.uint8)
    resized = cv2.resize(image, (round(w * k), round(h * k)), interpolation=cv2.INTER_LINEAR)
    out[: resized.shape[0], : resized.shape[1]] = resized
    return out, k


def warp(image, boxes, matrix, out, region):
    """Draws `image` through the 2x3 `matrix` into `region` (x0, y0, x1, y1) of `out`; returns its boxes, clipped."""
    x0, y0, x1, y1 = region
    if x1 - x0 < 2 or y1 - y0 < 2:
        return boxes[:0]
    m = matrix.copy()
    m[:, 2] -= (x0, y0)
    small = np.sqrt(abs(np.linalg.det(matrix[:, :2]))) < 0.6
    if small:  # warpAffine does not average: shrink first, or far objects turn into noise
        k = max(np.sqrt(abs(np.linalg.det(matrix[:, :2]))), 0.1)
        image = cv2.resize(image, None, fx=k, fy=k, interpolation=cv2.INTER_AREA)
        m[:, :2] /= k
    out[y0:y1, x0:x1] = cv2.warpAffine(
        image, m, (x1 - x0, y1 - y0), flags=cv2.INTER_LINEAR, borderValue=(PAD, PAD, PAD)
    )
    if len(boxes) == 0:
        return boxes
    corners = boxes[:, [0, 1, 2, 1, 2, 3, 0, 3]].reshape(-1, 4, 2)
    moved = corners @ matrix[:, :2].T.astype(np.float32) + matrix[:, 2].astype(np.float32)
    # A turned box's hull is too large; the mean of hull and side midpoints is nearer to the object itself.
    hull = np.concatenate((moved.min(1), moved.max(1)), 1)
    mids = (moved + np.roll(moved, -1, 1)) / 2
    inner = np.concatenate((mids.min(1), mids.max(1)), 1)
    placed = (hull + inner) / 2
    area = (placed[:, 2] - placed[:, 0]) * (placed[:, 3] - placed[:, 1])
    clipped = placed.copy()
    clipped[:, [0, 2]] = clipped[:, [0, 2]].clip(x0, x1)
    clipped[:, [1, 3]] = clipped[:, [1, 3]].clip(y0, y1)
    w, h = clipped[:, 2] - clipped[:, 0], clipped[:, 3] - clipped[:, 1]
    moved = np.concatenate((clipped, boxes[:, 4:]), 1).astype(np.float32)
    moved[(w < LEAST_SIDE) | (h < LEAST_SIDE) | (w * h < LEAST_SHARE * area), 5] = 0
    return moved[(w >= 1) & (h >= 1)]


def placement(rng, image, target, scale, anchor):
    """A 2x3 matrix: the picture fitted to `target` (w, h), times `scale`, turned and sheared a little, maybe mirrored."""
    h, w = image.shape[:2]
    k = min(target[0] / w, target[1] / h) * scale
    turn, shear = rng.normal(0, 0.03), rng.normal(0, 0.03)
    stretch = np.exp(rng.normal(0, 0.08))
    flip = -1 if rng.random() < 0.5 else 1
    a = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]]) @ np.array([[1, shear], [0, 1]])
    a = a @ np.diag([flip * k * stretch, k / stretch])
    shift = np.array(anchor) - a @ np.array([w / 2, h / 2])
    return np.concatenate((a, shift[:, None]), 1)


class Composer:
    """Makes training pictures. `pools`: list of (Folder, weight)."""

    def __init__(self, pools, seed=0):
        self.pools = [p for p, _ in pools]
        weights = np.array([w for _, w in pools], float)
        self.weights = weights / weights.sum()
        self.rng = np.random.default_rng(seed)
        self.cutouts = [[] for _ in range(6)]
        # Of the photographs alone: generated pictures have enough of every class, in places where they belong.
        photographs = self.pools[0]
        for i, boxes in enumerate(photographs.boxes):
            for j, b in enumerate(boxes):
                if b[5] >= 0.9 and min(b[2] - b[0], b[3] - b[1]) >= 12:
                    self.cutouts[int(b[4])].append((photographs, i, j))

    def pick(self):
        pool = self.pools[self.rng.choice(len(self.pools), p=self.weights)]
        i = self.rng.integers(len(pool))
        return pool.images[i], pool.boxes[i]

    def single(self):
        rng = self.rng
        image, boxes = self.pick()
        out = np.full((HEIGHT, WIDTH, 3), PAD, np.uint8)
        scale = np.exp(rng.uniform(np.log(0.6), np.log(1.9)))
        slack = max(0.05, abs(scale - 1) / 2)
        anchor = (WIDTH * (0.5 + rng.uniform(-slack, slack)), HEIGHT * (0.5 + rng.uniform(-slack, slack)))
        return out, warp(image, boxes, placement(rng, image, (WIDTH, HEIGHT), scale, anchor), out, (0, 0, WIDTH, HEIGHT))

    def mosaic(self):
        rng = self.rng
        cx, cy = int(WIDTH * rng.uniform(0.3, 0.7)), int(HEIGHT * rng.uniform(0.3, 0.7))
        out = np.full((HEIGHT, WIDTH, 3), PAD, np.uint8)
        found = []
        for region in ((0, 0, cx, cy), (cx, 0, WIDTH, cy), (0, cy, cx, HEIGHT), (cx, cy, WIDTH, HEIGHT)):
            image, boxes = self.pick()
            scale = np.exp(rng.uniform(np.log(0.5), np.log(1.4)))
            mid = ((region[0] + region[2]) / 2 + rng.normal(0, 40), (region[1] + region[3]) / 2 + rng.normal(0, 25))
            found.append(warp(image, boxes, placement(rng, image, (WIDTH, HEIGHT), scale, mid), out, region))
        return out, np.concatenate(found)

    def paste(self, out, boxes):
        """Cut-outs of scarce classes with soft edges, where they hide little of what is labelled."""
        rng = self.rng
        for _ in range(rng.integers(1, 4)):
            kind = rng.choice(6, p=(0.15, 0.3, 0.15, 0.05, 0.2, 0.15))
            if not self.cutouts[kind]:
                continue
            pool, i, j = self.cutouts[kind][rng.integers(len(self.cutouts[kind]))]
            x0, y0, x1, y1 = pool.boxes[i][j][:4].astype(int)
            patch = pool.images[i][max(0, y0) : y1 + 1, max(0, x0) : x1 + 1]
            k = np.exp(rng.uniform(np.log(0.5), np.log(1.3)))
            w, h = int(patch.shape[1] * k), int(patch.shape[0] * k)
            if w < 8 or h < 10 or w > WIDTH // 2 or h > HEIGHT // 1.5:
                continue
            patch = cv2.resize(patch, (w, h), interpolation=cv2.INTER_AREA)
            if rng.random() < 0.5:
                patch = patch[:, ::-1]
            x, y = rng.integers(0, WIDTH - w), rng.integers(0, HEIGHT - h)
            if len(boxes):
                over = np.minimum(boxes[:, 2], x + w) - np.maximum(boxes[:, 0], x)
                down = np.minimum(boxes[:, 3], y + h) - np.maximum(boxes[:, 1], y)
                shared = over.clip(0) * down.clip(0)
                if (shared > 0.2 * np.minimum((boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1]), w * h)).any():
                    continue
            soft = np.zeros((h, w), np.float32)
            e = max(1, min(w, h) // 12)
            soft[e : h - e, e : w - e] = 1
            soft = cv2.blur(soft, (2 * e + 1, 2 * e + 1))[..., None]
            view = out[y : y + h, x : x + w]
            view[:] = (patch * soft + view * (1 - soft)).astype(np.uint8)
            boxes = np.concatenate((boxes, np.array([[x, y, x + w, y + h, kind, 0.9]], np.float32)))
        return boxes

    def colours(self, out):
        rng = self.rng
        if rng.random() < 0.8:
            hsv = cv2.cvtColor(out, cv2.COLOR_BGR2HSV).astype(np.int16)
            hsv[..., 0] = (hsv[..., 0] + int(rng.normal(0, 6))) % 180
            hsv[..., 1] = (hsv[..., 1] * np.exp(rng.normal(0, 0.35))).clip(0, 255)
            out = cv2.cvtColor(hsv.astype(np.uint8), cv2.COLOR_HSV2BGR)
            gamma, gain = np.exp(rng.normal(0, 0.3)), np.exp(rng.normal(0, 0.2))
            table = (255 * (np.arange(256) / 255) ** gamma * gain).clip(0, 255).astype(np.uint8)
            out = cv2.LUT(out, table)
        if rng.random() < 0.06:
            out = cv2.cvtColor(cv2.cvtColor(out, cv2.COLOR_BGR2GRAY), cv2.COLOR_GRAY2BGR)
        if rng.random() < 0.1:
            out = cv2.blur(out, (3, 3)) if rng.random() < 0.6 else cv2.blur(out, (5, 1))
        if rng.random() < 0.15:
            noise = rng.normal(0, rng.uniform(2, 12), (HEIGHT, WIDTH)).astype(np.float32)
            out = (out + noise[..., None]).clip(0, 255).astype(np.uint8)
        if rng.random() < 0.2:
            code = cv2.imencode(".jpg", out, (cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(30, 80))))[1]
            out = cv2.imdecode(code, cv2.IMREAD_COLOR)
        return out

    def make(self, strong=True):
        """One picture [H, W, 3] uint8 BGR and its boxes. `strong` off for the last stretch: no mosaic, no mixing."""
        rng = self.rng
        out, boxes = self.mosaic() if strong and rng.random() < 0.5 else self.single()
        if strong and rng.random() < 0.25:
            boxes = self.paste(out, boxes)
        if strong and rng.random() < 0.04:
            other, more = self.single()
            k = rng.uniform(0.35, 0.65)
            out = (out * k + other * (1 - k)).astype(np.uint8)
            boxes = np.concatenate((boxes, more))
        return self.colours(out), boxes
