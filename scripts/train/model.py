"""The network: a small anchor-free detector for wide camera pictures.

Shaped by what ONNX Runtime takes on one thread, not by multiplications: dense 3x3 convolutions on few channels, 2x2
convolutions to halve the size, depthwise 3x3 only in the heads, ReLU (fused into the convolution), no channel split, no
SiLU, no attention. Most of the work is done at stride 8, because the road users of a traffic camera are 10 to 30 pixels
high at this input size.

Output of `Detector.forward`: per level the class logits [B, C, H, W] and [B, 4, H, W]: the box centre's offset from the
cell's centre in strides, and the logarithm of width and height in strides (as YOLOX does: a box smaller than a cell may
be found by a cell whose centre lies outside of it, which distances to four sides cannot express).
"""

import math

import torch
from torch import nn
from torch.nn import functional as F

CLASSES = ("person", "bicycle", "motorcycle", "car", "bus", "truck")
STRIDES = (8, 16, 32)


class Conv(nn.Module):
    """Convolution, batch normalisation, ReLU. Folded into one convolution for export."""

    def __init__(self, c_in, c_out, k=1, s=1, relu=True, groups=1):
        super().__init__()
        self.conv = nn.Conv2d(c_in, c_out, k, s, (k - 1) // 2, groups=groups, bias=False)
        self.bn = nn.BatchNorm2d(c_out, eps=1e-3, momentum=0.03)
        self.relu = relu

    def forward(self, x):
        x = self.bn(self.conv(x))
        return F.relu(x, inplace=True) if self.relu else x


class Residual(nn.Module):
    def __init__(self, c, hidden=None):
        super().__init__()
        hidden = hidden or c
        self.a = Conv(c, hidden, 3)
        self.b = Conv(hidden, c, 3)

    def forward(self, x):
        return x + self.b(self.a(x))


class Split(nn.Module):
    """Half of the channels pass by, the other half through residual pairs; all are joined by a 1x1 convolution."""

    def __init__(self, c_in, c_out, inner, n):
        super().__init__()
        self.past = Conv(c_in, inner)
        self.inlet = Conv(c_in, inner)
        self.body = nn.ModuleList(Residual(inner) for _ in range(n))
        self.join = Conv((2 + n) * inner, c_out)

    def forward(self, x):
        parts = [self.past(x), self.inlet(x)]
        for block in self.body:
            parts.append(block(parts[-1]))
        return self.join(torch.cat(parts, 1))


class Pool(nn.Module):
    """Spatial pyramid pooling: three max pools in a row, joined. Sees far around a cell for almost nothing."""

    def __init__(self, c):
        super().__init__()
        self.inlet = Conv(c, c // 2)
        self.join = Conv(2 * c, c)

    def forward(self, x):
        parts = [self.inlet(x)]
        for _ in range(3):
            parts.append(F.max_pool2d(parts[-1], 5, 1, 2))
        return self.join(torch.cat(parts, 1))


class Head(nn.Module):
    """Decoupled: one stem, a 3x3 for what it is and one for where it ends."""

    def __init__(self, c, hidden, classes):
        super().__init__()
        self.what = nn.Sequential(Conv(c, c, 3, groups=c, relu=False), Conv(c, hidden))
        self.where = nn.Sequential(Conv(c, c, 3, groups=c, relu=False), Conv(c, hidden))
        self.classes = nn.Conv2d(hidden, classes, 1)
        self.box = nn.Conv2d(hidden, 4, 1)
        nn.init.constant_(self.classes.bias, -math.log((1 - 0.01) / 0.01))
        nn.init.constant_(self.box.bias, 0.0)

    def forward(self, x):
        return self.classes(self.what(x)), self.box(self.where(x))


class Detector(nn.Module):
    # Channels are multiples of 16: ONNX Runtime's kernels pad to that. Measured variants: RUNS.md.
    SIZES = {
        "s": dict(stem=16, c4=32, c8=64, c16=96, c32=192, neck=64, head=48, pairs=(1, 2, 1)),
    }

    def __init__(self, size="s", classes=len(CLASSES)):
        super().__init__()
        k = self.SIZES[size]
        p8, p16, p32 = k["pairs"]
        n = k["neck"]
        self.stem = Conv(3, k["stem"], 3, 2)
        self.down4 = Conv(k["stem"], k["c4"], 3, 2)
        self.down8 = Conv(k["c4"], k["c8"], 2, 2)
        self.stage8 = Split(k["c8"], k["c8"], k["c8"] // 2, p8)
        self.down16 = Conv(k["c8"], k["c16"], 2, 2)
        self.stage16 = Split(k["c16"], k["c16"], k["c16"] // 2, p16)
        self.down32 = Conv(k["c16"], k["c32"], 2, 2)
        self.stage32 = Split(k["c32"], k["c32"], k["c32"] // 2, p32)
        self.pool = Pool(k["c32"])
        self.up32 = Conv(k["c32"], n)
        self.side16 = Conv(k["c16"], n)
        self.top16 = Split(n, n, n // 2, 1)
        self.up16 = Conv(n, n)
        self.side8 = Conv(k["c8"], n)
        self.top8 = Split(n, n, 16, 1)
        self.back16 = Conv(n, n, 2, 2)
        self.out16 = Split(n, n, n // 2, 1)
        self.back32 = Conv(n, n, 2, 2)
        self.out32 = Split(n, n, n // 2, 1)
        self.heads = nn.ModuleList(Head(n, k["head"], classes) for _ in STRIDES)

    def forward(self, x):
        x = self.down4(self.stem(x))
        c8 = self.stage8(self.down8(x))
        c16 = self.stage16(self.down16(c8))
        c32 = self.pool(self.stage32(self.down32(c16)))
        p32 = self.up32(c32)
        p16 = self.top16(self.side16(c16) + F.interpolate(p32, scale_factor=2.0, mode="nearest"))
        p8 = self.top8(self.side8(c8) + F.interpolate(self.up16(p16), scale_factor=2.0, mode="nearest"))
        p16 = self.out16(p16 + self.back16(p8))
        p32 = self.out32(p32 + self.back32(p16))
        return [head(p) for head, p in zip(self.heads, (p8, p16, p32))]


def cell_centres(height, width, device=None):
    """Centres of all cells of all levels in input pixels [N, 2] and their strides [N]."""
    points, strides = [], []
    for s in STRIDES:
        y, x = torch.meshgrid(
            torch.arange(height // s, device=device), torch.arange(width // s, device=device), indexing="ij"
        )
        points.append((torch.stack((x, y), -1).reshape(-1, 2) + 0.5) * s)
        strides.append(torch.full((points[-1].shape[0],), float(s), device=device))
    return torch.cat(points), torch.cat(strides)


def flatten(levels):
    """Class logits [B, N, C] and raw boxes [B, N, 4]."""
    logits = torch.cat([c.flatten(2) for c, _ in levels], 2).transpose(1, 2)
    raw = torch.cat([r.flatten(2) for _, r in levels], 2).transpose(1, 2)
    return logits, raw


def boxes_of(raw, centres, strides):
    """x1, y1, x2, y2 in input pixels."""
    centre = raw[..., :2] * strides[:, None] + centres
    half = raw[..., 2:].clamp(max=5.0).exp() * (strides[:, None] / 2)
    return torch.cat((centre - half, centre + half), -1)


def fold(model):
    """Batch normalisation folded into the convolutions, in place; for export and for timing."""
    for m in model.modules():
        if isinstance(m, Conv) and isinstance(m.bn, nn.BatchNorm2d):
            scale = m.bn.weight / torch.sqrt(m.bn.running_var + m.bn.eps)
            conv = nn.Conv2d(
                m.conv.in_channels,
                m.conv.out_channels,
                m.conv.kernel_size,
                m.conv.stride,
                m.conv.padding,
                groups=m.conv.groups,
                bias=True,
            )
            conv.weight.data = m.conv.weight.data * scale[:, None, None, None]
            conv.bias.data = m.bn.bias.data - m.bn.running_mean * scale
            m.conv, m.bn = conv, nn.Identity()
    return model


def is_folded(model):
    return isinstance(model.stem.bn, nn.Identity)


def restored(size, state):
    """A network with these weights, folded where they are."""
    model = Detector(size)
    if "stem.conv.bias" in state:
        fold(model)
    model.load_state_dict(state)
    return model


class Exported(nn.Module):
    """One output [1, N, 4 + C]: x1, y1, x2, y2 in input pixels and the class scores, 0 to 1. Input 0..255."""

    def __init__(self, model, height, width):
        super().__init__()
        self.model = model
        centres, strides = cell_centres(height, width)
        self.register_buffer("centres", centres)
        self.register_buffer("strides", strides)

    def forward(self, images):
        logits, raw = flatten(self.model(images))
        return torch.cat((boxes_of(raw, self.centres, self.strides), logits.sigmoid()), -1)
