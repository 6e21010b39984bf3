"""Figures of the chapter on parameter counting.

Every count in them is PyTorch's: sizes of tensors that belong to a layer, and what its counter of operations
says. Layers live on PyTorch's meta device, which knows shapes and stores no numbers.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from torch import nn
from torch.utils.flop_counter import FlopCounterMode

from .style import (
    BLUE,
    BLUES,
    GREY,
    INK,
    ORANGE,
    PALE_BLUE,
    PALE_ORANGE,
    TICK_SIZE,
    WHITE,
    cell_canvas,
    draw_cell,
    draw_label,
    draw_window,
    plot_canvas,
)

DIGITS = (
    (1, 8, 8),
    (
        nn.Conv2d(1, 8, 3, padding=1, device="meta"),
        nn.MaxPool2d(2),
        nn.Conv2d(8, 16, 3, padding=1, device="meta"),
        nn.MaxPool2d(2),
        nn.Flatten(),
        nn.Linear(64, 10, device="meta"),
    ),
)
PHOTOS = (
    (3, 150, 150),
    (
        nn.Conv2d(3, 64, 3, device="meta"),
        nn.MaxPool2d(2),
        nn.Conv2d(64, 128, 3, device="meta"),
        nn.MaxPool2d(2),
        nn.Flatten(),
        nn.Linear(165_888, 512, device="meta"),
        nn.Linear(512, 3, device="meta"),
    ),
)
DEPTH = 0.07  # cells from one map to the next behind it
CONNECTIONS = ("dense", "local", "shared")
NAMES = {nn.Conv2d: "conv", nn.MaxPool2d: "pool", nn.Flatten: "flatten", nn.Linear: "linear"}


@dataclass(frozen=True)
class Stage:
    """What PyTorch says of a layer in a network: the shape that it makes, its parameters, and its work.

    macs: multiply-accumulates for one sample.
    """

    name: str
    shape: tuple[int, ...]
    params: int
    macs: int


def stages(network: tuple[tuple[int, ...], tuple[nn.Module, ...]]) -> list[Stage]:
    """Return what PyTorch says of each layer of a network, which is a shape (C, H, W) and its layers."""
    shape, layers = network
    x = torch.empty(1, *shape, device="meta")
    found = []
    for layer in layers:
        with FlopCounterMode(display=False) as counter:
            x = layer(x)
        params = sum(p.numel() for p in layer.parameters())
        found.append(Stage(NAMES[type(layer)], tuple(x.shape[1:]), params, counter.get_total_flops() // 2))
    return found


def two_rules() -> Figure:
    """Draw how many weights two rules give a 2x2 kernel, for 1 to 6 channels (down) and filters (across)."""
    figure, axes = cell_canvas(15.5, 7.6, cell=0.31)
    counts = [
        [nn.Conv2d(c, f, 2, bias=False, device="meta").weight.numel() for f in range(1, 7)]
        for c in range(1, 7)
    ]
    wrong = [[4 * max(c, f) for f in range(1, 7)] for c in range(1, 7)]
    for left, table, rule in ((1, wrong, r"$4\,\max(C, F)$"), (9.4, counts, r"$4\,C\,F$")):
        draw_label(axes, left + 3, 0.4, rule)
        for place in range(6):
            draw_label(axes, left + place + 0.5, 1.25, str(place + 1), size=10)
            draw_label(axes, left - 0.4, place + 2.2, str(place + 1), size=10)
        for (i, j), count in np.ndenumerate(table):
            draw_cell(axes, left + j, 1.7 + i, str(count), fill=BLUES(count / 200), edge=WHITE, size=9.5)
        for width, height in ((6, 1), (1, 6)):  # where one of the two is 1, the rules agree
            draw_window(axes, left, 1.7, width, height, colour=ORANGE)
    return figure


def connections() -> Figure:
    """Draw the parameters of three layers with the same outputs, for two sizes, on a logarithmic axis."""
    figure, plots = plot_canvas(5.0, 3.6, rows=2)
    for axes, sizes in zip(plots.flat, (((1, 3, 3), 1, 2), ((1, 8, 8), 8, 3)), strict=True):
        counts = connection_counts(*sizes)
        widths = [count - 1 for count in counts]  # on a logarithmic axis a bar cannot begin at 0
        bars = axes.barh(CONNECTIONS, widths, left=1, color=(GREY, ORANGE, BLUE), height=0.6)
        axes.bar_label(bars, [spaced(count) for count in counts], padding=4, color=INK, fontsize=TICK_SIZE)
        axes.set_xscale("log")
        axes.set_xlim(1, 200_000)
        axes.set_xticks([10**power for power in range(6)])
        axes.minorticks_off()
        axes.invert_yaxis()
        (_, side, _), filters, k = sizes
        out = side - k + 1
        axes.set_title(
            f"{side}x{side} to {filters}x{out}x{out}, windows of {k}x{k}", fontsize=TICK_SIZE, color=INK
        )
    return figure


def connection_counts(shape: tuple[int, int, int], filters: int, k: int) -> tuple[int, int, int]:
    """Return the parameters of a dense, a local and a shared layer, all with biases and the same outputs."""
    image = torch.empty(1, *shape, device="meta")
    conv = nn.Conv2d(shape[0], filters, k, device="meta")
    cells = conv(image).numel()
    dense = sum(p.numel() for p in nn.Linear(image.numel(), cells, device="meta").parameters())
    shared = sum(p.numel() for p in conv.parameters())
    return dense, cells * (conv.weight[0].numel() + 1), shared


def parameters_and_work() -> Figure:
    """Draw what share of parameters and of work each layer of a photo classifier has, in percent."""
    figure, plots = plot_canvas(5.0, 3.8, rows=2)
    layers = [stage for stage in stages(PHOTOS) if stage.params]
    names = [f"{stage.name} {stage.shape[0]}" for stage in layers]
    drawn = (("parameters", [s.params for s in layers], BLUE), ("work", [s.macs for s in layers], ORANGE))
    for axes, (title, counts, colour) in zip(plots.flat, drawn, strict=True):
        shares = [100 * count / sum(counts) for count in counts]
        bars = axes.barh(names, shares, color=colour, height=0.6)
        axes.bar_label(bars, [percent(share) for share in shares], padding=4, color=INK, fontsize=TICK_SIZE)
        axes.set_xlim(0, 118)
        axes.set_xticks([0, 25, 50, 75, 100])
        axes.invert_yaxis()
        axes.set_title(f"{title}, %", fontsize=TICK_SIZE, color=INK)
    return figure


def network() -> Figure:
    """Draw the network for digits: its maps, and on each arrow the layer and its parameters."""
    figure, axes = cell_canvas(13.6, 8.2, cell=0.34)
    shape, _ = DIGITS
    x, middle = _draw_maps(axes, 0.2, 1.6, shape), 1.6
    for place, stage in enumerate(stages(DIGITS)):
        if place == 2:  # the second row begins with the second convolution
            x, middle = 0.0, 6.0
        for shift, text in ((-0.6, stage.name), (0.0, r"$\rightarrow$"), (0.65, spaced(stage.params))):
            draw_label(axes, x + 1.1, middle + shift, text, size=TICK_SIZE)
        x = _draw_maps(axes, x + 2.2, middle, stage.shape)
    return figure


def _draw_maps(axes: Axes, x: float, middle: float, shape: tuple[int, ...]) -> float:
    """Draw maps as squares behind each other, or a row of numbers as a bar, above their shape.

    x: the left edge. middle: half way down. Returns the right edge.
    """
    if len(shape) == 3:
        channels, side = shape[0], shape[1] / 4
        depth = DEPTH * (channels - 1)
        for place in reversed(range(channels)):
            shift = DEPTH * place - depth / 2
            _rectangle(axes, x + depth / 2 + shift, middle - side / 2 - shift, side, side, PALE_BLUE)
        width = side + depth
    else:
        width, height = 0.4, shape[0] / 24
        _rectangle(axes, x, middle - height / 2, width, height, PALE_ORANGE)
    draw_label(axes, x + width / 2, middle + 2.0, "x".join(map(str, shape)), size=TICK_SIZE)
    return x + width


def _rectangle(axes: Axes, x: float, y: float, width: float, height: float, colour: str) -> None:
    axes.add_patch(Rectangle((x, y), width, height, facecolor=colour, edgecolor=GREY, linewidth=0.8))


def spaced(count: int) -> str:
    """Write a count; one of five digits or more in groups of three."""
    return f"{count:,}".replace(",", " ") if count >= 10_000 else str(count)


def percent(share: float) -> str:
    """Write a share in percent with two digits that count, but never more than two places."""
    return (
        f"{share:.0f}"
        if share >= 10 and round(share) < 99
        else f"{share:.1f}"
        if share >= 1
        else f"{share:.2g}"
    )


__all__ = ["connections", "network", "parameters_and_work", "two_rules"]
