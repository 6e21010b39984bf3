"""Networks as an author writes them, a layer on each line, and what can be counted without running them.

    input 1x8x8
    conv 8 kernel=3 padding=1
    relu
    maxpool 2
    flatten
    linear 10

The names of the settings are PyTorch's, and so are their defaults. Shapes have no batch axis. The first size
of an input with several axes counts its channels; an input with one axis is a row.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

MOST_SIDES = 3

Size = tuple[int, ...]


class NetworkError(ValueError):
    """A line of a network that cannot be: `place` counts lines from 0, `reason` says what is wrong."""

    def __init__(self, place: int, reason: str) -> None:
        super().__init__(reason)
        self.place = place
        self.reason = reason


@dataclass(frozen=True)
class Form:
    """How a kind of layer is written: the numbers behind its name, and the settings that it takes."""

    numbers: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    takes: tuple[str, ...] = ()


FORMS = {
    "conv": Form(("filters",), ("kernel",), ("stride", "padding", "dilation", "groups", "bias")),
    "linear": Form(("units",), takes=("bias",)),
    "embedding": Form(("words", "features")),
    "maxpool": Form(("window",), takes=("stride",)),
    "avgpool": Form(("window",), takes=("stride",)),
    "gap": Form(),
    "flatten": Form(),
    "relu": Form(),
    "sigmoid": Form(),
    "tanh": Form(),
    "softmax": Form(),
}
MAY_BE_ZERO = ("padding", "bias")


@dataclass(frozen=True)
class Layer:
    """A layer as it is written.

    kind: one of FORMS. numbers: those behind its name. settings: sizes by name, of one number or of one for
    each side; `bias` is 1 or 0. text: how it is shown to readers. place: its line, counted from 0.
    """

    kind: str
    numbers: Size
    settings: dict[str, Size]
    text: str
    place: int


@dataclass(frozen=True)
class Network:
    """An input, its shape without the batch axis, and layers."""

    shape: Size
    layers: tuple[Layer, ...]


@dataclass(frozen=True)
class Counts:
    """What is counted for a layer.

    shape: of its output. formula: how its parameters are counted; empty if it has none. params: parameters.
    macs: multiply-accumulates for one sample. field: for each side, the cells of the input that an output
    sees, from the first to the last; None if it sees all.
    """

    shape: Size
    formula: str
    params: int
    macs: int
    field: Size | None


def read_network(lines: Sequence[str]) -> Network:
    """Return the network of these lines; empty ones are skipped. Raises NetworkError for a bad line."""
    written = [(place, line.split()) for place, line in enumerate(lines) if line.strip()]
    if not written or written[0][1][0] != "input":
        raise NetworkError(0, "a network begins with its input, such as `input 1x8x8`")
    place, words = written[0]
    shape = _size(words[1]) if len(words) == 2 else None
    if not shape or len(shape) > MOST_SIDES + 1 or min(shape) < 1:
        raise NetworkError(place, "the input is one to four sizes, such as `input 1x8x8`")
    return Network(shape, tuple(_read_layer(place, words) for place, words in written[1:]))


def _read_layer(place: int, words: list[str]) -> Layer:
    kind, *rest = words
    if kind not in FORMS:
        raise NetworkError(place, f"unknown layer `{kind}`; there are {', '.join(FORMS)}")
    form = FORMS[kind]
    numbers: list[int] = []
    settings: dict[str, Size] = {}
    for word in rest:
        name, equals, value = word.rpartition("=")
        size = {"yes": (1,), "no": (0,)}.get(value) if name == "bias" else _size(value)
        if size is None:
            raise NetworkError(place, f"`{word}` is no size, such as 3 or 3x5 (and bias is yes or no)")
        if not equals:
            numbers += size
        elif name in form.needs + form.takes and name not in settings:
            settings[name] = size
        else:
            known = ", ".join(form.needs + form.takes) or "none"
            raise NetworkError(place, f"{kind} takes each of these settings once: {known}; not `{word}`")
    if len(numbers) != len(form.numbers) or not all(name in settings for name in form.needs):
        example = " ".join([kind, *form.numbers, *(f"{name}=…" for name in form.needs)])
        raise NetworkError(place, f"{kind} is written `{example}`")
    if len(settings.get("groups", (1,))) > 1:
        raise NetworkError(place, "groups is one number")
    positive = [size for name, size in settings.items() if name not in MAY_BE_ZERO]
    if 0 in (*numbers, *(n for size in positive for n in size)):
        raise NetworkError(place, "sizes must be at least 1")
    text = " ".join([kind, *(word for word in rest if "=" not in word)])
    text = ", ".join([text, *(word.replace("=", " ") for word in rest if "=" in word)])
    return Layer(kind, tuple(numbers), settings, text.replace("bias no", "no bias"), place)


def _size(text: str) -> Size | None:
    return tuple(map(int, text.split("x"))) if re.fullmatch(r"\d+(x\d+)*", text) else None


def count(network: Network) -> list[Counts]:
    """Return what is counted for each layer of a network; raise NetworkError for one that does not fit."""
    state = _State(network.shape)
    return [state.enter(layer) for layer in network.layers]


class _State:
    """What flows through a network: its shape, and what one number of it sees of the input."""

    def __init__(self, shape: Size) -> None:
        self.shape = shape
        sides = shape[1:] or shape
        # For each side the cells that it sees, and the cells from there to what its neighbour sees.
        self.fields: list[tuple[int, int]] | None = [(1, 1)] * len(sides)

    def enter(self, layer: Layer) -> Counts:
        """Go through a layer."""
        formula, params, macs = getattr(self, f"_{layer.kind}", self._same)(layer)
        field = None if self.fields is None else tuple(size for size, _ in self.fields)
        return Counts(self.shape, formula, params, macs, field)

    def _same(self, layer: Layer) -> tuple[str, int, int]:
        return "", 0, 0

    def _softmax(self, layer: Layer) -> tuple[str, int, int]:
        if len(self.shape) != 1:
            raise NetworkError(layer.place, f"softmax needs a row, not {by(self.shape)}")
        self.fields = None
        return "", 0, 0

    def _flatten(self, layer: Layer) -> tuple[str, int, int]:
        self.shape = (math.prod(self.shape),)
        return "", 0, 0

    def _gap(self, layer: Layer) -> tuple[str, int, int]:
        self._sides(layer)
        self.shape, self.fields = self.shape[:1], None
        return "", 0, 0

    def _embedding(self, layer: Layer) -> tuple[str, int, int]:
        words, features = layer.numbers
        if len(self.shape) != 1:
            raise NetworkError(layer.place, f"embedding needs a row of words, not {by(self.shape)}")
        self.shape = (features, *self.shape)
        return f"{words}·{features}", words * features, 0

    def _linear(self, layer: Layer) -> tuple[str, int, int]:
        (units,) = layer.numbers
        if len(self.shape) != 1:
            raise NetworkError(layer.place, f"linear needs a row, not {by(self.shape)}; flatten it first")
        (inputs,) = self.shape
        bias = layer.settings.get("bias", (1,))[0]
        self.shape, self.fields = (units,), None
        return f"{units}·{f'({inputs} + 1)' if bias else inputs}", units * (inputs + bias), units * inputs

    def _maxpool(self, layer: Layer) -> tuple[str, int, int]:
        (window,) = layer.numbers
        self._slide(layer, self._per_side(layer, "kernel", window), self._per_side(layer, "stride", window))
        return "", 0, 0

    _avgpool = _maxpool

    def _conv(self, layer: Layer) -> tuple[str, int, int]:
        channels, (filters,) = self.shape[0], layer.numbers
        (groups,), (bias,) = (layer.settings.get(name, (1,)) for name in ("groups", "bias"))
        kernel = self._per_side(layer, "kernel", 1)
        self._slide(layer, kernel, self._per_side(layer, "stride", 1))
        if channels % groups or filters % groups:
            reason = f"{channels} channels and {filters} filters do not split into {groups} groups"
            raise NetworkError(layer.place, reason)
        self.shape = (filters, *self.shape[1:])
        weights = channels // groups * math.prod(kernel)
        one = "·".join(map(str, (f"{channels}/{groups}" if groups > 1 else channels, *kernel)))
        formula = f"{filters}·({one} + 1)" if bias else f"{filters}·{one}"
        return formula, filters * (weights + bias), math.prod(self.shape) * weights

    def _slide(self, layer: Layer, kernel: Size, stride: Size) -> None:
        """Move a window along every side."""
        padding, dilation = self._per_side(layer, "padding", 0), self._per_side(layer, "dilation", 1)
        spans = [d * (k - 1) + 1 for k, d in zip(kernel, dilation, strict=True)]
        rooms = [n + 2 * p - span for n, p, span in zip(self.shape[1:], padding, spans, strict=True)]
        if min(rooms) < 0:
            raise NetworkError(layer.place, f"a window of {by(spans)} does not fit into {by(self.shape)}")
        self.shape = (self.shape[0], *(room // s + 1 for room, s in zip(rooms, stride, strict=True)))
        if self.fields is not None:
            moves = zip(self.fields, spans, stride, strict=True)
            self.fields = [(size + (span - 1) * jump, jump * s) for (size, jump), span, s in moves]

    def _per_side(self, layer: Layer, name: str, default: int) -> Size:
        """Return a setting with a number for each side."""
        sides = self._sides(layer)
        size = layer.settings.get(name, (default,))
        if len(size) not in (1, sides):
            raise NetworkError(layer.place, f"{name} has {len(size)} numbers for {sides} sides")
        return size if len(size) == sides else size * sides

    def _sides(self, layer: Layer) -> int:
        """Return how many sides there are for a window to move along."""
        if len(self.shape) == 1:
            raise NetworkError(
                layer.place, f"{layer.kind} needs channels and sides, not a row of {self.shape[0]}"
            )
        return len(self.shape) - 1


def by(sizes: Sequence[int]) -> str:
    """Return sizes as text: 8x4x4."""
    return "x".join(map(str, sizes))
