"""The child process that asks PyTorch: a network in a line of JSON, counts for each of its layers out.

Layers live on PyTorch's meta device, which knows shapes and stores no numbers, so a large network costs
nothing. What an output sees of the input is the size of what a transposed convolution makes of one cell.
"""

from __future__ import annotations

import json
import sys
from typing import Any

import torch
import torch.nn.functional as F
from torch import nn
from torch.utils.flop_counter import FlopCounterMode

META = torch.device("meta")
CONV: tuple[Any, ...] = (nn.Conv1d, nn.Conv2d, nn.Conv3d)
POOLS: dict[str, tuple[Any, ...]] = {
    "maxpool": (nn.MaxPool1d, nn.MaxPool2d, nn.MaxPool3d),
    "avgpool": (nn.AvgPool1d, nn.AvgPool2d, nn.AvgPool3d),
}
GAP: tuple[Any, ...] = (nn.AdaptiveAvgPool1d, nn.AdaptiveAvgPool2d, nn.AdaptiveAvgPool3d)
ACTIVATIONS: dict[str, type[nn.Module]] = {"relu": nn.ReLU, "sigmoid": nn.Sigmoid, "tanh": nn.Tanh}
SEES_ALL = ("linear", "gap", "softmax")


class Embedding(nn.Module):
    """An embedding with its features as channels, as a convolution wants them."""

    def __init__(self, words: int, features: int) -> None:
        super().__init__()
        self.table = nn.Embedding(words, features, device=META)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Return (N, features, L) for a row of words (N, L)."""
        return self.table(x.long()).transpose(1, 2)


def module(layer: dict[str, Any], x: torch.Tensor) -> nn.Module:
    """Return PyTorch's module for a layer that gets x."""
    kind, numbers, settings = layer["kind"], layer["numbers"], dict(layer["settings"])
    bias = settings.pop("bias", [1]) == [1]
    named = {name: size[0] if len(size) == 1 else tuple(size) for name, size in settings.items()}
    along = x.ndim - 3  # one side, two or three: the place in a tuple of modules
    made: nn.Module
    if kind == "conv":
        kernel = named.pop("kernel")
        made = CONV[along](x.shape[1], *numbers, kernel, bias=bias, device=META, **named)
    elif kind == "linear":
        made = nn.Linear(x.shape[1], numbers[0], bias=bias, device=META)
    elif kind == "embedding":
        made = Embedding(*numbers)
    elif kind in POOLS:
        made = POOLS[kind][along](*numbers, **named)
    elif kind == "gap":
        made = nn.Sequential(GAP[along](1), nn.Flatten())
    elif kind == "softmax":
        made = nn.Softmax(dim=1)
    else:
        made = nn.Flatten() if kind == "flatten" else ACTIVATIONS[kind]()
    return made


def windows(layer: dict[str, Any], sides: int) -> list[tuple[int, int, int]]:
    """Return kernel, stride and dilation of a layer's window along each side."""
    settings = layer["settings"]
    kernel = settings.get("kernel", layer["numbers"])
    columns = (
        kernel,
        settings.get("stride", [1] if layer["kind"] == "conv" else kernel),
        settings.get("dilation", [1]),
    )
    return list(zip(*(size * sides if len(size) == 1 else size for size in columns), strict=True))


def seen(stack: list[tuple[int, int, int]]) -> int:
    """Return how many cells of a row one output of these windows sees, from the first to the last."""
    row = torch.empty(1, 1, 1, device=META)
    for kernel, stride, dilation in reversed(stack):
        weight = torch.empty(1, 1, kernel, device=META)
        row = F.conv_transpose1d(row, weight, stride=stride, dilation=dilation)
    return row.shape[-1]


def count(network: dict[str, Any]) -> list[dict[str, Any]]:
    """Return shape, parameters, multiply-accumulates and field of each layer."""
    x = torch.empty(1, *network["shape"], device=META)
    sides = max(1, len(network["shape"]) - 1)
    stacks: list[list[tuple[int, int, int]]] = [[] for _ in range(sides)]
    sees_all = False
    found = []
    for layer in network["layers"]:
        made = module(layer, x)
        with FlopCounterMode(display=False) as counter:
            x = made(x)
        if layer["kind"] in ("conv", *POOLS):
            for stack, window in zip(stacks, windows(layer, sides), strict=True):
                stack.append(window)
        sees_all = sees_all or layer["kind"] in SEES_ALL
        found.append(
            {
                "shape": list(x.shape[1:]),
                "params": sum(p.numel() for p in made.parameters()),
                "macs": counter.get_total_flops() // 2,
                "field": None if sees_all else [seen(stack) for stack in stacks],
            }
        )
    return found


if __name__ == "__main__":
    for line in sys.stdin:
        try:
            answer: dict[str, Any] = {"counts": count(json.loads(line))}
        except Exception as error:
            answer = {"error": " ".join(str(error).split())}
        print(json.dumps(answer), flush=True)
