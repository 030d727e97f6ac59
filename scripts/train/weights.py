"""Reads the weights of an exported network back, so that a fresh clone can go on from the shipped file.

An ONNX file is a protocol buffer (onnx/onnx.proto): of its graph (field 7) the initializers (field 5) are read, of each its
sizes (1), type (2, 1 is float32), name (8) and bytes (9). No other package is needed for that.
"""

import numpy as np
import torch

from model import Conv

FLOAT = 1


def varint(data, at):
    value, shift = 0, 0
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, at
        shift += 7


def fields(data):
    """(number, value) of a message: integers, or the bytes of what has a length."""
    at = 0
    while at < len(data):
        key, at = varint(data, at)
        number, wire = key >> 3, key & 7
        if wire == 0:
            value, at = varint(data, at)
        elif wire == 2:
            size, at = varint(data, at)
            value, at = data[at : at + size], at + size
        elif wire in (1, 5):
            size = 8 if wire == 1 else 4
            value, at = data[at : at + size], at + size
        else:
            raise ValueError(f"wire type {wire} at byte {at}: no ONNX file")
        yield number, value


def initializers(file):
    """Name -> float32 tensor."""
    found = {}
    with open(file, "rb") as f:
        data = memoryview(f.read())
    for number, graph in fields(data):
        if number != 7:
            continue
        for inner, tensor in fields(graph):
            if inner != 5:
                continue
            sizes, kind, name, raw = [], 0, "", b""
            for n, value in fields(tensor):
                if n == 1 and isinstance(value, int):
                    sizes.append(value)
                elif n == 1:  # packed
                    at = 0
                    while at < len(value):
                        size, at = varint(value, at)
                        sizes.append(size)
                elif n == 2:
                    kind = value
                elif n == 8:
                    name = bytes(value).decode()
                elif n == 9:
                    raw = value
            if kind == FLOAT:
                found[name] = torch.from_numpy(np.frombuffer(raw, "<f4").copy().reshape(sizes))
    return found


def load_exported(model, file):
    """Puts the weights of an exported file into a folded `Detector`. Raises KeyError or RuntimeError where they do not fit."""
    weights = initializers(file)
    model.load_state_dict({name: weights[f"model.{name}"] for name in model.state_dict()})


@torch.no_grad()
def with_normalisation(folded, fresh, batches):
    """Gives a folded network its normalisation again, so that it can be trained on like one of its own checkpoints.

    The mean and spread of each layer's output over `batches` (tensors [B, 3, H, W]) become its statistics, and its scale and
    shift undo them: `fresh` then answers as `folded` does.
    """
    layers = [(a, b) for a, b in zip(folded.modules(), fresh.modules()) if isinstance(b, Conv)]
    sums = {a: [0, 0, 0] for a, _ in layers}

    def note(layer, _, out):
        flat = out.double().transpose(0, 1).flatten(1)
        seen = sums[layer_of[layer]]
        seen[0] += flat.shape[1]
        seen[1] = seen[1] + flat.sum(1)
        seen[2] = seen[2] + flat.square().sum(1)

    layer_of = {a.conv: a for a, _ in layers}
    hooks = [conv.register_forward_hook(note) for conv in layer_of]
    folded.eval()
    for images in batches:
        folded(images)
    for hook in hooks:
        hook.remove()
    others = fresh.state_dict()
    others.update({k: v for k, v in folded.state_dict().items() if k in others})
    fresh.load_state_dict(others)
    for a, b in layers:
        n, total, squares = sums[a]
        mean = total / n
        spread = (squares / n - mean.square()).clamp(min=0)
        b.bn.running_mean.copy_(mean - a.conv.bias.double())
        b.bn.running_var.copy_(spread)
        b.bn.weight.copy_((spread + b.bn.eps).sqrt())
        b.bn.bias.copy_(mean)
    return fresh
