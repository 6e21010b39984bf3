"""Cases for the explorers' arithmetic, computed by PyTorch: each number comes from a layer that really ran.

Difference quotients are NumPy's, which computes in float32 and in float64, and derivatives autograd's.

Sizes are shapes of outputs. What a window reads is where a gradient is not zero, and in how many windows a
cell takes part is how large it is, when the kernel is made of ones. A layer that raises an error gives null.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import warnings
from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from sklearn.datasets import load_digits
from torch import nn
from torch.utils.data import DataLoader, TensorDataset
from torch.utils.flop_counter import FlopCounterMode

FILE = Path(__file__).with_name("vectors.json")
SEED = 6
FILLS = {"zeros": "constant", "replicate": "replicate", "reflect": "reflect", "circular": "circular"}

FUNCTIONS: dict[str, Callable[[Any], Any]] = {
    "square": lambda x: x * x,
    "cubic": lambda x: x * x * x,
    "sin": lambda x: torch.sin(x) if isinstance(x, torch.Tensor) else correctly_rounded(np.sin, x),
    "exp": lambda x: torch.exp(x) if isinstance(x, torch.Tensor) else correctly_rounded(np.exp, x),
    "abs": abs,
}
RULES = {"forward": (0, 1), "backward": (1, 0), "central": (1, 1)}  # steps to the left and to the right
SURFACES: dict[str, Callable[[torch.Tensor, torch.Tensor], torch.Tensor]] = {
    "bowl": lambda a, b: a**2 + b**2,
    "valley": lambda a, b: a**2 / 20 + b**2,
    "saddle": lambda a, b: a**2 - b**2,
    "slanted": lambda a, b: a * b + b**2,
}
ACTIVATIONS: dict[str, nn.Module] = {
    "none": nn.Identity(),
    "ReLU": nn.ReLU(),
    "sigmoid": nn.Sigmoid(),
    "tanh": nn.Tanh(),
}

Case = dict[str, Any]


def all_cases() -> dict[str, list[Case]]:
    """Return all cases, by the function that they test."""
    rng = random.Random(SEED)
    return {
        "windows": list(windows(rng)),
        "paddingFor": list(named_paddings()),
        "fillSources": list(fills()),
        "transposedSize": list(transposed_sizes(rng)),
        "convolutions": list(convolutions(rng)),
        "linear": list(linear_layers(rng)),
        "receptiveField": list(receptive_fields(rng)),
        "batches": list(batches(rng)),
        "guess": list(guesses(random.Random(SEED))),
        "quotients": list(quotients(random.Random(SEED))),
        "walks": list(walks(random.Random(SEED))),
        "bends": list(bends(random.Random(SEED))),
        "digits": list(digits()),
        "filtered": list(filtered(random.Random(SEED))),
        "networks": list(networks(random.Random(SEED))),
        "layers": list(layers(random.Random(SEED))),
    }


def windows(rng: random.Random) -> Iterator[Case]:
    """Rows with a sliding window: the syllabus's, and others at random."""
    named = [(7, 3, 2, (0, 0), 1), (8, 3, 2, (0, 0), 1), (9, 3, 1, (2, 2), 4), (10, 3, 3, (1, 1), 2)]
    drawn = [
        (
            rng.randint(1, 20),
            rng.randint(1, 7),
            rng.randint(1, 5),
            (rng.randint(0, 4), rng.randint(0, 4)),
            rng.randint(1, 4),
        )
        for _ in range(300)
    ]
    for n, k, stride, padding, dilation in [*named, (2, 3, 1, (0, 0), 1), *drawn]:
        row = {"n": n, "k": k, "stride": stride, "padding": list(padding), "dilation": dilation}
        yield {"row": row, "expected": window_facts(n, k, stride, padding, dilation)}


def window_facts(n: int, k: int, stride: int, padding: tuple[int, int], dilation: int) -> Case | None:
    """Return what PyTorch knows about a row and its window, or None if it refuses."""
    x = torch.zeros(1, 1, n, dtype=torch.float64, requires_grad=True)
    padded = F.pad(x, padding)
    ones = torch.ones(1, 1, k, dtype=torch.float64)
    try:
        y = F.conv1d(padded, ones, stride=stride, dilation=dilation)
    except RuntimeError:
        return None
    counts, looks = torch.autograd.grad(y.sum(), (x, padded))
    taps = looks.flatten().nonzero().flatten()
    first = torch.autograd.grad(F.conv1d(padded, ones, dilation=dilation)[0, 0, 0], padded)[0]
    return {
        "output": y.shape[-1],
        "counts": counts.flatten().int().tolist(),
        "leftover": padded.shape[-1] - 1 - int(taps.max()),
        "span": int(first.flatten().nonzero().max()) + 1,
    }


def named_paddings() -> Iterator[Case]:
    """What `padding="valid"` and `"same"` add; "full" is what a transposed convolution gives."""
    n = 32
    warnings.filterwarnings("ignore", "Using padding='same' with even kernel")  # a remark on speed
    for k, dilation in product(range(1, 8), range(1, 5)):
        x = torch.arange(1.0, n + 1)[None, None]
        first_tap = torch.zeros(1, 1, k)
        first_tap[0, 0, 0] = 1
        for mode in ("valid", "same"):
            y = F.conv1d(x, first_tap, padding=mode, dilation=dilation)[0, 0]
            before = y.tolist().index(1.0)  # the output where the first tap meets the first cell
            after = len(y) - n + dilation * (k - 1) - before
            yield {"mode": mode, "k": k, "dilation": dilation, "expected": [before, after]}
        reach = F.conv_transpose1d(x, first_tap, dilation=dilation).shape[-1] - n
        yield {"mode": "full", "k": k, "dilation": dilation, "expected": [reach, reach]}


def fills() -> Iterator[Case]:
    """Rows 1 2 3 ... with each fill; null where PyTorch refuses."""
    for (fill, mode), n, before, after in product(FILLS.items(), (1, 2, 4, 5), (0, 1, 3, 5), (0, 2, 4)):
        row = torch.arange(1.0, n + 1)[None, None]
        try:
            expected = F.pad(row, (before, after), mode=mode).flatten().int().tolist()
        except RuntimeError:
            expected = None
        yield {"fill": fill, "n": n, "padding": [before, after], "expected": expected}


def transposed_sizes(rng: random.Random) -> Iterator[Case]:
    """Rows through `conv_transpose1d`; null where PyTorch refuses."""
    for _ in range(120):
        n, k, stride, dilation = rng.randint(1, 8), rng.randint(1, 5), rng.randint(1, 4), rng.randint(1, 3)
        padding, extra = rng.randint(0, 3), rng.randint(0, 3)
        try:
            y = F.conv_transpose1d(
                torch.zeros(1, 1, n),
                torch.zeros(1, 1, k),
                stride=stride,
                padding=padding,
                output_padding=extra,
                dilation=dilation,
            )
        except RuntimeError:
            size = None
        else:
            size = y.shape[-1]
        row = {"n": n, "k": k, "stride": stride, "padding": [padding, padding], "dilation": dilation}
        yield {"row": {**row, "outputPadding": extra}, "expected": size}


def convolutions(rng: random.Random) -> Iterator[Case]:
    """Layers with one to three axes: their sizes, parameters and multiply-accumulates."""
    kinds = {1: nn.Conv1d, 2: nn.Conv2d, 3: nn.Conv3d}
    for number in range(90):
        axes = 1 + number % 3
        groups = rng.choice([1, 1, 2, 3])
        channels, filters = groups * rng.randint(1, 4), groups * rng.randint(1, 4)
        sizes = [rng.randint(5, 9) for _ in range(axes)]
        kernel = [rng.randint(1, 4) for _ in range(axes)]
        stride = [rng.randint(1, 3) for _ in range(axes)]
        padding = [rng.randint(0, 2) for _ in range(axes)]
        dilation = [rng.randint(1, 2) if k < 4 else 1 for k in kernel]
        bias = rng.random() < 0.5
        layer = kinds[axes](
            channels,
            filters,
            tuple(kernel),  # type: ignore[arg-type]
            tuple(stride),  # type: ignore[arg-type]
            tuple(padding),  # type: ignore[arg-type]
            tuple(dilation),  # type: ignore[arg-type]
            groups,
            bias,
        )
        y, macs = run(layer, torch.zeros(1, channels, *sizes))
        rows = [
            {"n": n, "k": k, "stride": s, "padding": [p, p], "dilation": d}
            for n, k, s, p, d in zip(sizes, kernel, stride, padding, dilation, strict=True)
        ]
        yield {
            "rows": rows,
            "layer": {
                "channels": channels, "filters": filters, "kernel": kernel, "groups": groups, "bias": bias
            },
            "expected": {"output": list(y.shape[2:]), "params": parameters(layer), "macs": macs},
        }  # fmt: skip


def layers(rng: random.Random) -> Iterator[Case]:
    """Layers with equal settings along all axes: shapes of input, weight and output, parameters and work."""
    kinds: dict[str, Any] = {"Conv1d": nn.Conv1d, "Conv2d": nn.Conv2d, "Conv3d": nn.Conv3d}
    names = ("depth", "height", "width")
    for number in range(150):
        layer = list(kinds)[number % 3]
        sizes = {name: rng.randint(3, 9) for name in names}
        settings = {"kernel": rng.randint(1, 5), "stride": rng.randint(1, 3), "padding": rng.randint(0, 2)}
        groups = rng.choice([1, 1, 2, 3])
        channels, filters = rng.choice([1, 2, 3, 4, 6]), rng.choice([1, 2, 3, 4, 6])
        shape = [1, channels, *list(sizes.values())[-1 - number % 3 :]]
        expected: Case = {"input": shape, "weight": None, "output": None, "params": None, "macs": None}
        try:
            conv = kinds[layer](
                channels,
                filters,
                settings["kernel"],
                settings["stride"],
                settings["padding"],
                groups=groups,
            )
            expected |= {"weight": list(conv.weight.shape), "params": parameters(conv)}
            y, macs = run(conv, torch.zeros(shape))
            expected |= {"output": list(y.shape), "macs": macs}
        except (ValueError, RuntimeError):
            pass  # PyTorch refuses the groups, or the window does not fit
        chosen = {"layer": layer, "channels": channels, "filters": filters, "groups": groups}
        yield {**chosen, **sizes, **settings, "expected": expected}


def linear_layers(rng: random.Random) -> Iterator[Case]:
    """Fully connected layers: their parameters and multiply-accumulates."""
    for _ in range(20):
        inputs, outputs, bias = rng.randint(1, 400), rng.randint(1, 100), rng.random() < 0.5
        layer = nn.Linear(inputs, outputs, bias)
        _, macs = run(layer, torch.zeros(1, inputs))
        sizes = {"inputs": inputs, "outputs": outputs, "bias": bias}
        yield {"layer": sizes, "expected": {"params": parameters(layer), "macs": macs}}


def receptive_fields(rng: random.Random) -> Iterator[Case]:
    """Stacks of layers: the syllabus's two, and others at random."""
    named = [[(3, 1, 1), (3, 1, 1)], [(3, 1, 1), (2, 2, 1), (3, 1, 1)]]
    drawn = [
        [(rng.randint(1, 4), rng.randint(1, 3), rng.randint(1, 3)) for _ in range(rng.randint(1, 4))]
        for _ in range(60)
    ]
    for stack in [*named, *drawn]:
        x = torch.zeros(1, 1, 900, dtype=torch.float64, requires_grad=True)
        y: torch.Tensor = x
        for k, stride, dilation in stack:
            y = F.conv1d(y, torch.ones(1, 1, k, dtype=torch.float64), stride=stride, dilation=dilation)
        seen = [
            torch.autograd.grad(y[0, 0, i], x, retain_graph=True)[0].flatten().nonzero().flatten()
            for i in (0, 1)
        ]
        layers = [{"k": k, "stride": stride, "dilation": dilation} for k, stride, dilation in stack]
        size = int(seen[0].max() - seen[0].min()) + 1
        yield {"layers": layers, "expected": {"size": size, "jump": int(seen[1].min() - seen[0].min())}}


def batches(rng: random.Random) -> Iterator[Case]:
    """Epochs as `DataLoader` cuts them: the syllabus's, and others at random."""
    named = [(2000, 200, "keep"), (2000, 64, "keep"), (100, 30, "drop"), (3, 10, "drop")]
    drawn = [(rng.randint(1, 300), rng.randint(1, 60), rng.choice(["keep", "drop"])) for _ in range(250)]
    for n, batch, partial in [*named, *drawn]:
        samples = TensorDataset(torch.arange(n))
        loader = DataLoader(samples, batch, drop_last=partial == "drop")
        sizes = [len(taken) for (taken,) in loader]
        expected = {"iterations": len(sizes), "last": sizes[-1] if sizes else 0}
        yield {"n": n, "batch": batch, "partial": partial, "expected": expected}


def guesses(rng: random.Random) -> Iterator[Case]:
    """Three scores and the right class, with softmax once or twice: the syllabus's, and others at random."""
    named = [((2.0, 1.0, 0.1), 0), ((0.0, 0.0, 0.0), 2), ((10.0, 0.0, 0.0), 0), ((1000.0, 0.0, -1000.0), 1)]
    drawn = [(tuple(rng.randint(-50, 50) / 10 for _ in range(3)), rng.randrange(3)) for _ in range(60)]
    for scores, right in [*named, *drawn]:
        for times in ("once", "twice"):
            z = torch.tensor([scores], dtype=torch.float64)  # (N, K) = (1, 3)
            if times == "twice":
                z = F.softmax(z, dim=1)
            p, q = F.softmax(z, dim=1), F.one_hot(torch.tensor([right]), 3).double()
            yield {
                "scores": list(scores),
                "right": right,
                "softmax": times,
                "expected": {
                    "probabilities": [rounded(probability) for probability in p[0].tolist()],
                    "loss": rounded(F.cross_entropy(z, torch.tensor([right])).item()),
                    "squared": rounded(F.mse_loss(p, q).item()),
                },
            }


def rounded(number: float) -> float:
    """Return a number to ten digits, which are the same on every machine."""
    return float(f"{number:.10g}")


def quotients(rng: random.Random) -> Iterator[Case]:
    """Difference quotients: the syllabus's, and others at random; the slope is null where there is none."""
    named = [("cubic", 2.0, 0.5), ("abs", 0.0, 0.25), ("square", 3.0, 1e-16)]
    drawn = [
        (rng.choice(list(FUNCTIONS)), rng.randint(-12, 12) / 4, float(f"{rng.choice([1, 2, 5])}e{-power}"))
        for power in range(17)
        for _ in range(4)
    ]
    dtypes: list[type[np.floating]] = [np.float64, np.float32]
    for (name, x, h), rule, dtype in product([*named, *drawn], RULES, dtypes):
        f, (behind, ahead), width = FUNCTIONS[name], RULES[rule], sum(RULES[rule])
        at, step = dtype(x), dtype(h)
        left, right = f(at - dtype(behind) * step), f(at + dtype(ahead) * step)
        place = torch.tensor(x, dtype=torch.float64, requires_grad=True)
        (slope,) = torch.autograd.grad(f(place), place)
        yield {
            "values": {"function": name, "x": x, "h": h, "rule": rule, "precision": dtype.__name__},
            "size": float(max(abs(left), abs(right))),
            "expected": {
                "quotient": float((right - left) / (dtype(width) * step)),
                "slope": None if (name, x) == ("abs", 0) else rounded(slope.item()),
            },
        }


def correctly_rounded(f: Callable[[Any], Any], x: Any) -> Any:
    """Compute f with more digits and round once: processors differ in the last digit of a sine."""
    return type(x)(f(np.longdouble(x)))


def walks(rng: random.Random) -> Iterator[Case]:
    """Walks along autograd's gradients: the syllabus's, and others at random; null for one that flies off."""
    named = [("bowl", -3, 4, 0.1, 10), ("bowl", -3, 4, 1.0, 5), ("bowl", -3, 4, 1.1, 5)]
    drawn = [
        (
            rng.choice(list(SURFACES)),
            rng.randint(-5, 5),
            rng.randint(-5, 5),
            rng.choice([0.001, 0.05, 0.3, 0.5, 0.9, 1.0, 1.2]),
            rng.randint(0, 60),
        )
        for _ in range(80)
    ]
    for surface, x0, x1, lr, steps in [*named, *drawn]:
        place = torch.tensor([x0, x1], dtype=torch.float64)
        for _ in range(steps):
            at = place.detach().requires_grad_()
            (gradient,) = torch.autograd.grad(SURFACES[surface](at[0], at[1]), at)
            place = place - lr * gradient
            if place.abs().max() > 1e5:
                break
        near = place.abs().max() <= 1e5
        end = [rounded(number) for number in [*place.tolist(), SURFACES[surface](*place).item()]]
        yield {
            "values": {"surface": surface, "lr": lr, "steps": steps, "x0": x0, "x1": x1},
            "expected": {"place": end[:2], "loss": end[2]} if near else None,
        }


def bends(rng: random.Random) -> Iterator[Case]:
    """Layers with two inputs and outputs, and the best second layer for XOR: the syllabus's, and others."""
    corners = torch.tensor([[0, 0], [0, 1], [1, 0], [1, 1]], dtype=torch.float64)
    targets = torch.tensor([[0], [1], [1], [0]], dtype=torch.float64)
    named = [(1.0, 1.0, 0.0, 1.0, 1.0, -1.0), (0.0, 0.0, 0.0, 0.0, 0.0, 0.0), (1.0, 0.0, 0.0, 2.0, 0.0, 1.0)]
    drawn = [tuple(rng.randint(-4, 4) / 2 for _ in range(6)) for _ in range(60)]
    for w00, w01, b0, w10, w11, b1 in [*named, *drawn]:
        weight, bias = torch.tensor([[w00, w01], [w10, w11]]).double(), torch.tensor([b0, b1]).double()
        for name, activation in ACTIVATIONS.items():
            places = activation(F.linear(corners, weight, bias))
            columns = torch.cat([places, torch.ones(4, 1, dtype=torch.float64)], dim=1)
            said = columns @ torch.linalg.lstsq(columns, targets, driver="gelsd").solution
            numbers = {"w00": w00, "w01": w01, "b0": b0, "w10": w10, "w11": w11, "b1": b1}
            yield {
                "values": {**numbers, "activation": name},
                "expected": {
                    "places": [[rounded(number) for number in place] for place in places.tolist()],
                    "answers": [float(f"{number:.6f}") for number in said.flatten().tolist()],
                },
            }


def run(layer: nn.Module, x: torch.Tensor) -> tuple[torch.Tensor, int]:
    """Return a layer's output and its multiply-accumulates, which PyTorch counts as two operations each."""
    with FlopCounterMode(display=False) as counter:
        y = layer(x)
    return y, counter.get_total_flops() // 2


def parameters(layer: nn.Module) -> int:
    """Return the number of parameters of a layer."""
    return sum(p.numel() for p in layer.parameters())


def digits() -> Iterator[Case]:
    """The first hundred of scikit-learn's handwritten digits, row by row."""
    for image in load_digits().images[:100]:
        yield {"pixels": image.astype(int).ravel().tolist()}


def filtered(rng: random.Random) -> Iterator[Case]:
    """Digits under kernels of whole numbers, divided by a number: the syllabus's, and others at random."""
    sobel_x = [-1, 0, 1, -2, 0, 2, -1, 0, 1]
    named = [(0, sobel_x, 1, "unturned"), (0, sobel_x, 1, "turned"), (7, [1] * 9, 9, "turned")]
    drawn = [
        (
            rng.randrange(100),
            [rng.randint(-9, 9) for _ in range(9)],
            rng.randint(1, 16),
            rng.choice(["unturned", "turned"]),
        )
        for _ in range(40)
    ]
    images = torch.from_numpy(load_digits().images)  # (N, H, W)
    for digit, weights, divide, turn in [*named, *drawn]:
        kernel = torch.tensor(weights, dtype=torch.float64).reshape(3, 3)
        kernel = kernel.flip(0, 1) if turn == "turned" else kernel
        y = F.conv2d(images[digit][None, None], kernel[None, None])[0, 0] / divide
        values = {"digit": digit, "weights": weights, "divide": divide, "turn": turn}
        yield {"values": values, "expected": [[rounded(v) + 0.0 for v in line] for line in y.tolist()]}


def networks(rng: random.Random) -> Iterator[Case]:
    """Networks for square images, layer by layer; null from the first layer on that PyTorch refuses."""
    kinds = ["conv", "conv", "relu", "maxpool", "gap", "flatten", "linear"]
    limits = {"conv": [(1, 9), (1, 5), (1, 3), (0, 2)], "maxpool": [(1, 3)], "linear": [(1, 20)]}
    for _ in range(120):
        channels, side, bias = rng.randint(1, 4), rng.randint(4, 24), rng.random() < 0.7
        drawn = [rng.choice(kinds) for _ in range(rng.randint(0, 4))] + ["flatten", "linear"]
        layers = [[kind, *(rng.randint(*limit) for limit in limits.get(kind, []))] for kind in drawn]
        yield {
            "channels": channels,
            "side": side,
            "biases": "with" if bias else "without",
            "layers": ";".join("-".join(map(str, layer)) for layer in layers),
            "expected": network_facts((channels, side, side), layers, bias),
        }


def network_facts(shape: tuple[int, ...], layers: list[list[Any]], bias: bool) -> list[Case | None]:
    """Return what PyTorch counts for each layer."""
    x = torch.zeros(1, *shape)
    found: list[Case | None] = []
    for kind, *numbers in layers:
        layer: nn.Module = nn.ReLU()
        if kind == "conv":
            filters, k, stride, padding = numbers
            layer = nn.Conv2d(x.shape[1], filters, k, stride, padding, bias=bias)
        elif kind == "maxpool":
            layer = nn.MaxPool2d(*numbers)
        elif kind == "gap":
            layer = nn.Sequential(nn.AdaptiveAvgPool2d(1), nn.Flatten())
        elif kind == "flatten":
            layer = nn.Flatten()
        elif kind == "linear":
            layer = nn.Linear(x.shape[1], numbers[0], bias=bias)
        takes = {"conv": 4, "maxpool": 4, "gap": 4, "linear": 2}.get(kind, x.ndim)
        try:
            if x.ndim != takes:  # PyTorch takes some of these for an image without a batch, or row by row
                raise RuntimeError(f"{kind} on {tuple(x.shape)}")
            x, macs = run(layer, x)
        except RuntimeError:
            return [*found, *[None] * (len(layers) - len(found))]
        found.append({"shape": list(x.shape[1:]), "params": parameters(layer), "macs": macs})
    return found


def as_text(cases: dict[str, list[Case]]) -> str:
    """Return the cases as JSON, one on each line."""
    lines = {name: ",\n".join(json.dumps(case) for case in group) for name, group in cases.items()}
    return "{\n" + ",\n".join(f'"{name}": [\n{text}\n]' for name, text in lines.items()) + "\n}\n"


def main() -> int:
    """Write the file, or with --check compare it; return 1 if it differs."""
    parser = argparse.ArgumentParser(description="Let PyTorch compute cases for the explorers' arithmetic.")
    parser.add_argument("--check", action="store_true", help="only tell whether the file is up to date")
    check = parser.parse_args().check
    text = as_text(all_cases())
    if check and (not FILE.exists() or FILE.read_text(encoding="utf-8") != text):
        print(f"vectors: {FILE.name} is not what PyTorch computes: run scripts/vectors", file=sys.stderr)
        return 1
    if not check:
        FILE.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
