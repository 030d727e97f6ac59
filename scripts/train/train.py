#!/usr/bin/env python3
"""Trains the detector from nothing, on a CPU or a GPU, in as many sittings as it takes.

    scripts/train/train --minutes 60 --data FOLDER/train --val FOLDER/val --out DIR [--scenes DIR:WEIGHT ...]

Every sitting goes on from DIR/last.pt; `--minutes` bounds it, SIGTERM ends it after its step. The learning rate rises, stays, and falls only in a sitting
with `--anneal` (over the whole of that sitting, without mosaics in its last third): so nobody needs to know in advance
how many sittings there will be. DIR/log.jsonl keeps the curve. The weights that count are the moving average (EMA).

A fresh clone goes on from the shipped file with `--init models/haidang-road-s/haidang-road-s.onnx`. `--fold` melts the
normalisation into the convolutions for good: steps take a third less time on a CPU, for a last sitting at a low rate.
"""

import argparse
import copy
import json
import math
import os
import signal
import sys
import time
from pathlib import Path

import numpy as np
import torch

sys.path.insert(0, str(Path(__file__).parent))
from data import HEIGHT, WIDTH, Composer, Folder  # noqa: E402
from evaluate import evaluate, report  # noqa: E402
from loss import loss_of  # noqa: E402
from model import Detector, cell_centres, flatten, fold, is_folded, restored  # noqa: E402
from weights import load_exported, with_normalisation  # noqa: E402


class Stream(torch.utils.data.IterableDataset):
    """Endless batches, made in the loader's processes."""

    def __init__(self, pools, batch, seed, strong):
        self.pools, self.batch, self.seed, self.strong = pools, batch, seed, strong

    def __iter__(self):
        info = torch.utils.data.get_worker_info()
        composer = Composer(self.pools, self.seed * 1009 + (info.id if info else 0))
        while True:
            made = [composer.make(self.strong) for _ in range(self.batch)]
            images = torch.from_numpy(np.stack([image for image, _ in made])).permute(0, 3, 1, 2)
            yield images, [torch.from_numpy(boxes) for _, boxes in made]


def loader(pools, args, seed, strong):
    return iter(
        torch.utils.data.DataLoader(
            Stream(pools, args.batch, seed, strong), batch_size=None, num_workers=args.workers, prefetch_factor=3
        )
    )


def groups(model, decay):
    """No weight decay on biases and normalisation."""
    heavy = [p for p in model.parameters() if p.ndim > 1]
    light = [p for p in model.parameters() if p.ndim <= 1]
    return [{"params": heavy, "weight_decay": decay}, {"params": light, "weight_decay": 0.0}]


def exported(args, pools):
    """The network of an exported file, with normalisation found anew on training pictures."""
    folded = fold(Detector(args.size).eval())
    load_exported(folded, args.init)
    composer = Composer(pools, args.seed)
    batches = (torch.from_numpy(np.stack([composer.make()[0] for _ in range(16)])) for _ in range(12))
    images = (b.permute(0, 3, 1, 2).float() for b in batches)
    return with_normalisation(folded, Detector(args.size), images)


def arguments():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--data", required=True, help="folder with images/ and labels/")
    p.add_argument("--val", required=True)
    p.add_argument("--scenes", action="append", default=[], help="FOLDER:WEIGHT of generated pictures; --data weighs 1")
    p.add_argument("--out", required=True)
    p.add_argument("--init", help="an exported .onnx to begin with where DIR has no checkpoint")
    p.add_argument("--fold", action="store_true", help="train without normalisation from here on; give a low --rate")
    p.add_argument("--minutes", type=float, required=True)
    p.add_argument("--size", default="s")
    p.add_argument("--batch", type=int, default=32)
    p.add_argument("--rate", type=float, default=2e-3)
    p.add_argument("--decay", type=float, default=0.05)
    p.add_argument("--warmup", type=int, default=300, help="steps")
    p.add_argument("--anneal", action="store_true", help="let the rate fall to nothing over this sitting")
    p.add_argument("--threads", type=int, default=1)
    p.add_argument("--workers", type=int, default=1)
    p.add_argument("--val-minutes", type=float, default=15)
    p.add_argument("--limit", type=int, default=0, help="only so many pictures: to see whether it can learn them by heart")
    p.add_argument("--seed", type=int, default=1)
    return p.parse_args()


def main():
    args = arguments()
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    out = Path(args.out)
    out.mkdir(parents=True, exist_ok=True)
    pools = [(Folder(args.data), 1.0)]
    for item in args.scenes:
        folder, weight = item.rsplit(":", 1)
        pools.append((Folder(folder), float(weight)))
    if args.limit:
        f = pools[0][0]
        f.images, f.boxes, f.names = f.images[: args.limit], f.boxes[: args.limit], f.names[: args.limit]
    val = Folder(args.val)
    last = out / "last.pt"
    saved = torch.load(last, map_location="cpu") if last.exists() else None
    if saved:
        model, shadow = restored(args.size, saved["model"]), restored(args.size, saved["shadow"])
    else:
        model = exported(args, pools) if args.init else Detector(args.size)
        shadow = copy.deepcopy(model)
    folding = args.fold and not is_folded(model)
    if folding:
        model, shadow = fold(model.eval()), fold(shadow.eval())
    model = model.to(device, memory_format=torch.channels_last)
    optimizer = torch.optim.AdamW(groups(model, args.decay), lr=args.rate, betas=(0.9, 0.99))
    step, spent = 0, 0.0
    if saved:
        if not folding:
            optimizer.load_state_dict(saved["optimizer"])
        step, spent = saved["step"], saved["minutes"]
    first = step
    centres, strides = cell_centres(HEIGHT, WIDTH, device)
    log = (out / "log.jsonl").open("a")

    def say(**what):
        line = json.dumps({"step": step, "minutes": round(spent + passed(), 1), **what})
        log.write(line + "\n")
        log.flush()
        print(line, flush=True)

    start = time.monotonic()
    passed = lambda: (time.monotonic() - start) / 60

    def save():
        part = out / "last.pt.part"
        torch.save(
            {
                "model": model.state_dict(),
                "shadow": shadow.state_dict(),
                "optimizer": optimizer.state_dict(),
                "step": step,
                "minutes": spent + passed(),
            },
            part,
        )
        os.replace(part, last)

    def validate():
        t = time.monotonic()
        cctv = lambda n: n[:3] in ("rt4", "hrb", "tol")
        for name, match in (("val", None), ("val-cctv", cctv)):
            if match and not any(map(match, val.names)):
                continue
            ap = evaluate(shadow, val, match)
            say(ap50=round(100 * float(np.nanmean(ap)), 2), on=name, line=report(name, ap))
        say(validated_s=round(time.monotonic() - t, 1))

    strong = True
    batches = loader(pools, args, args.seed + step, strong)
    model.train()
    seen = {"what": 0.0, "where": 0.0, "n": 0, "t": time.monotonic()}
    next_val, next_save = args.val_minutes, 3.0
    stopped = []
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopped.append(True))
    while passed() < args.minutes and not stopped:
        share = passed() / args.minutes
        if args.anneal and strong and share > 0.67:
            strong = False
            batches = loader(pools, args, args.seed + step + 1, strong)
        rate = args.rate * min(1.0, (step + 1) / args.warmup, (step - first + 1) / 20)
        if args.anneal:
            rate *= 0.01 + 0.99 * 0.5 * (1 + math.cos(math.pi * share))
        for g in optimizer.param_groups:
            g["lr"] = rate
        images, truths = next(batches)
        images = images.to(device).float().contiguous(memory_format=torch.channels_last)
        with torch.autocast(device.type, dtype=torch.bfloat16):
            logits, raw = flatten(model(images))
        what, where = loss_of(logits, raw, [t.to(device) for t in truths], centres, strides)
        loss = what + 2.0 * where
        if not torch.isfinite(loss):
            say(skipped="loss is not finite")
            optimizer.zero_grad(set_to_none=True)
            step += 1
            continue
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 10.0)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        step += 1
        keep = min(0.999, (1 + step) / (20 + step))
        with torch.no_grad():
            for mine, theirs in zip(shadow.state_dict().values(), model.state_dict().values()):
                if mine.dtype.is_floating_point:
                    mine.lerp_(theirs.detach().to("cpu", torch.float32), 1 - keep)
                else:
                    mine.copy_(theirs)
        seen["what"] += what.item()
        seen["where"] += where.item()
        seen["n"] += 1
        if seen["n"] == 25:
            s = (time.monotonic() - seen["t"]) / 25
            say(what=round(seen["what"] / 25, 4), where=round(seen["where"] / 25, 4), rate=round(rate, 6), s=round(s, 3))
            seen = {"what": 0.0, "where": 0.0, "n": 0, "t": time.monotonic()}
        if passed() > next_save:
            save()
            next_save = passed() + 3.0
        if passed() > next_val:
            validate()
            model.train()
            next_val = passed() + args.val_minutes
            seen["t"] = time.monotonic()
    save()
    if not stopped:
        validate()


if __name__ == "__main__":
    main()
