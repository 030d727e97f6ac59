"""Which cell answers for which box, and what its answer costs.

Assignment is task-aligned (Feng et al. 2021, TOOD: score^1 * IoU^6, the best ten cells a box); the class target is the
aligned quality, so a score means "and the box is right". Boxes cost 1 - GIoU (Rezatofighi et al. 2019).

Only the pairs of a box and a cell that may answer for it are looked at, those of the whole batch at once: with every cell
for every box this took a fifth of a training step on a CPU.
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


def within(boxes, centres):
    """Which centres [N, 2] lie inside of which boxes [M, 4]: [M, N]."""
    x, y = centres[:, 0], centres[:, 1]
    return (x > boxes[:, 0:1]) & (x < boxes[:, 2:3]) & (y > boxes[:, 1:2]) & (y < boxes[:, 3:4])


def candidates(boxes, centres, strides):
    """Pairs (box, cell) of which the cell may answer for the box."""
    middle = (boxes[:, :2] + boxes[:, 2:]) / 2
    near = ((centres[:, 0] - middle[:, 0:1]).abs() < REACH * strides) & (
        (centres[:, 1] - middle[:, 1:2]).abs() < REACH * strides
    )
    # A level whose cells are far larger than the object cannot tell it from its neighbours.
    side = (boxes[:, 2:] - boxes[:, :2]).max(-1).values.clamp(min=8.0)
    return ((within(boxes, centres) | near) & (strides <= side[:, None])).nonzero(as_tuple=True)


@torch.no_grad()
def assign(scores, boxes, truth, image, centres, strides):
    """For a batch. Returns per answering cell: its index in the flattened batch, its box, and its target quality 0..1.

    scores [B * N, C] 0..1, boxes [B * N, 4], truth [M, 6], image [M]: which picture a box lies in.
    """
    n = len(centres)
    box, cell = candidates(truth[:, :4], centres, strides)
    at = image[box] * n + cell
    overlap = iou(truth[box, :4], boxes[at])[0]
    quality = scores[at, truth[box, 4].long()] * overlap.pow(POWER)
    # In the first steps nothing overlaps: nearness decides then, by a hair.
    middle = (truth[:, :2] + truth[:, 2:4]) / 2
    distance = (centres[cell] - middle[box]).norm(dim=-1) / strides[cell]
    pair = torch.full((len(truth), n), -1, dtype=torch.long, device=at.device)
    pair[box, cell] = torch.arange(len(box), device=at.device)
    rank = torch.zeros(len(truth), n, device=at.device)
    rank[box, cell] = quality + 1e-9 * torch.exp(-distance)
    best, cells = rank.topk(min(TOP, n), 1)
    chosen = pair.gather(1, cells)[best > 0]
    # A cell wanted by several boxes goes to the one it overlaps most.
    order = overlap[chosen].argsort(descending=True, stable=True)
    chosen = chosen[order][at[chosen[order]].argsort(stable=True)]
    first = torch.ones(len(chosen), dtype=torch.bool, device=at.device)
    first[1:] = at[chosen[1:]] != at[chosen[:-1]]
    chosen = chosen[first]
    b, q, o = box[chosen], quality[chosen], overlap[chosen]
    none = torch.zeros(len(truth), device=at.device)
    top_q = none.scatter_reduce(0, b, q, "amax")[b]
    top_overlap = none.scatter_reduce(0, b, o, "amax")[b]
    return at[chosen], b, (q / (top_q + 1e-9)).clamp(0, 1) * top_overlap.clamp(min=0.05)


def loss_of(logits, raw, truths, centres, strides):
    """Mean losses of a batch: what (classes) and where (boxes). `truths`: list of [M, 6] tensors.

    A box with trust 0 is ignored: nobody need find it, and what is found inside of it is not wrong.
    """
    logits, raw = logits.float().contiguous(), raw.float()
    boxes = boxes_of(raw, centres, strides)
    scores = logits.detach().sigmoid()
    target = torch.zeros_like(logits)
    counts = torch.ones_like(logits)
    image = torch.repeat_interleave(
        torch.arange(len(truths), device=logits.device), torch.tensor([len(t) for t in truths], device=logits.device)
    )
    truth = torch.cat(truths)
    unsure = truth[:, 5] <= 0
    if unsure.any():
        b, cell = within(truth[unsure, :4], centres).nonzero(as_tuple=True)
        counts[image[unsure][b], cell, truth[unsure, 4].long()[b]] = 0
    image, truth = image[~unsure], truth[~unsure]
    where, total = logits.new_zeros(()), logits.new_zeros(())
    # Per cell: how sure it is that another class than the one it answers for is wrong.
    sure = logits.new_zeros((*logits.shape[:2], 1))
    if len(truth) > 0:
        flat = boxes.flatten(0, 1)
        at, box, quality = assign(scores.flatten(0, 1), flat.detach(), truth, image, centres, strides)
        quality = quality * truth[box, 5]
        target.view(-1, target.shape[-1])[at, truth[box, 4].long()] = quality
        sure.view(-1)[at] = truth[box, 5]
        where = ((1 - iou(flat[at], truth[box, :4])[1]) * quality).sum()
        total = quality.sum()
    total = total.clamp(min=1.0)
    # Easy background counts little (quality focal loss, Li et al. 2020, beta 2 on the background only). Who is there but
    # is called by another name counts fully: with the background's weight a bicycle's score of 0.3 on motorcycles cost
    # nearly nothing, and stayed.
    weight = torch.where(target > 0, torch.ones_like(target), torch.maximum(0.75 * scores.pow(2), sure) * counts)
    what = (F.binary_cross_entropy_with_logits(logits, target, reduction="none") * weight).sum()
    return what / total, where / total
