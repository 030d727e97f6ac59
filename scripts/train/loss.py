"""Which cell answers for which box, and what its answer costs.

Assignment is task-aligned (Feng et al. 2021, TOOD: score^1 * IoU^6, the best ten cells a box); the class target is the
aligned quality, so a score means "and the box is right". Boxes cost 1 - GIoU (Rezatofighi et al. 2019).
"""

import torch
from torch.nn import functional as F

from model import boxes_of

TOP = 10
POWER = 6.0
# A cell may answer for a box when its centre lies inside, or nearer to the middle than this many strides.
REACH = 1.5


def iou(a, b):
    """IoU and GIoU of boxes [..., 4], broadcast."""
    low = torch.maximum(a[..., :2], b[..., :2])
    high = torch.minimum(a[..., 2:], b[..., 2:])
    shared = (high - low).clamp(min=0).prod(-1)
    area = (a[..., 2:] - a[..., :2]).clamp(min=0).prod(-1) + (b[..., 2:] - b[..., :2]).clamp(min=0).prod(-1)
    union = area - shared + 1e-6
    hull = (torch.maximum(a[..., 2:], b[..., 2:]) - torch.minimum(a[..., :2], b[..., :2])).clamp(min=0).prod(-1) + 1e-6
    ratio = shared / union
    return ratio, ratio - (hull - union) / hull


@torch.no_grad()
def assign(scores, boxes, truth, centres, strides):
    """For one picture. Returns the cells that answer, the index of their box, and their target quality 0..1.

    scores [N, C] 0..1, boxes [N, 4], truth [M, 6].
    """
    t = truth[:, :4]
    inside = ((centres[None] > t[:, None, :2]) & (centres[None] < t[:, None, 2:])).all(-1)
    middle = (t[:, :2] + t[:, 2:]) / 2
    near = ((centres[None] - middle[:, None]).abs() < REACH * strides[None, :, None]).all(-1)
    # A level whose cells are far larger than the object cannot tell it from its neighbours.
    side = (t[:, 2:] - t[:, :2]).max(-1).values
    fits = strides[None] <= side[:, None].clamp(min=8.0)
    allowed = (inside | near) & fits
    overlap = iou(t[:, None], boxes[None])[0]
    quality = scores[:, truth[:, 4].long()].T * overlap.pow(POWER) * allowed
    # In the first steps nothing overlaps: nearness decides then, by a hair.
    distance = (centres[None] - middle[:, None]).norm(dim=-1) / strides[None]
    rank = quality + 1e-9 * torch.exp(-distance) * allowed
    best, cells = rank.topk(min(TOP, rank.shape[1]), 1)
    chosen = torch.zeros_like(rank, dtype=torch.bool).scatter_(1, cells, best > 0)
    # A cell wanted by several boxes goes to the one it overlaps most.
    wanted = chosen.sum(0)
    if (wanted > 1).any():
        owner = torch.where(chosen, overlap, -torch.ones_like(overlap)).argmax(0)
        many = wanted > 1
        chosen[:, many] = F.one_hot(owner[many], t.shape[0]).T.bool()
    cell = chosen.any(0).nonzero().squeeze(1)
    box = chosen[:, cell].float().argmax(0)
    q = quality[box, cell]
    top_q = torch.where(chosen, quality, torch.zeros_like(quality)).amax(1)[box]
    top_iou = torch.where(chosen, overlap, torch.zeros_like(overlap)).amax(1)[box]
    return cell, box, (q / (top_q + 1e-9)).clamp(0, 1) * top_iou.clamp(min=0.05)


def loss_of(logits, raw, truths, centres, strides):
    """Mean losses of a batch: what (classes) and where (boxes). `truths`: list of [M, 6] tensors."""
    logits, raw = logits.float(), raw.float()
    boxes = boxes_of(raw, centres, strides)
    scores = logits.detach().sigmoid()
    target = torch.zeros_like(logits)
    where, total = logits.new_zeros(()), logits.new_zeros(())
    for i, truth in enumerate(truths):
        if len(truth) == 0:
            continue
        cell, box, quality = assign(scores[i], boxes[i].detach(), truth, centres, strides)
        quality = quality * truth[box, 5]
        target[i, cell, truth[box, 4].long()] = quality
        where = where + ((1 - iou(boxes[i][cell], truth[box, :4])[1]) * quality).sum()
        total = total + quality.sum()
    total = total.clamp(min=1.0)
    # Easy background counts little (quality focal loss, Li et al. 2020, beta 2 on the background only).
    weight = torch.where(target > 0, torch.ones_like(target), 0.75 * scores.pow(2))
    what = (F.binary_cross_entropy_with_logits(logits, target, reduction="none") * weight).sum()
    return what / total, where / total
