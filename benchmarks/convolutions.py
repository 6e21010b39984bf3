"""Three ways to compute the same convolutions with NumPy, timed beside PyTorch's.

    scripts/bench-convolution          a table
    scripts/bench-convolution --json   one JSON object, as book/figures/convolution_times.json holds it

One or many 3x3 kernels slide over one image of float32, on one core. A time is the best of several: whatever
else the machine does can only make it longer.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from numpy.lib.stride_tricks import sliding_window_view

SIDES = (8, 16, 32, 64, 128, 256, 512)  # of the image, in pixels
SIDES_OF_LOOPS = (8, 16, 32, 64)  # beyond that nobody wants to wait
KERNELS = (1, 32)
KERNEL = 3  # height and width of a kernel
ROUNDS = 20
SECONDS = 0.02  # that a round lasts, at least


def loops(x: np.ndarray, kernels: np.ndarray) -> np.ndarray:
    """The formula, one multiply-accumulate after the other.

    Arguments:
        x: the image, (H, W).
        kernels: (F, KH, KW), in the dtype of x.

    Returns:
        The outputs, (F, H-KH+1, W-KW+1), in the dtype of x; so do the other ways.
    """
    out = _empty(x, kernels)
    out[:] = 0
    for f, i, j in np.ndindex(*out.shape):
        for a, b in np.ndindex(*kernels.shape[1:]):
            out[f, i, j] += x[i + a, j + b] * kernels[f, a, b]
    return out


def windows_and_einsum(x: np.ndarray, kernels: np.ndarray) -> np.ndarray:
    """All windows as a view on x, which copies nothing, and one einsum."""
    windows = sliding_window_view(x, kernels.shape[1:])  # (OH, OW, KH, KW)
    return np.einsum("ijab,fab->fij", windows, kernels)


def im2col_and_matmul(x: np.ndarray, kernels: np.ndarray) -> np.ndarray:
    """A matrix with a window in each column, which is a copy, and one matrix product."""
    windows = sliding_window_view(x, kernels.shape[1:])  # (OH, OW, KH, KW)
    columns = windows.transpose(2, 3, 0, 1).reshape(kernels[0].size, -1)  # (KH*KW, OH*OW)
    rows = kernels.reshape(len(kernels), -1)  # (F, KH*KW)
    return (rows @ columns).reshape(_empty(x, kernels).shape)


def pytorch(x: np.ndarray, kernels: np.ndarray) -> np.ndarray:
    """PyTorch's own."""
    return F.conv2d(torch.from_numpy(x)[None, None], torch.from_numpy(kernels)[:, None])[0].numpy()


WAYS: dict[str, Callable[[np.ndarray, np.ndarray], np.ndarray]] = {
    "loops": loops,
    "windows and einsum": windows_and_einsum,
    "im2col and matmul": im2col_and_matmul,
    "PyTorch": pytorch,
}


def main() -> None:
    """Runs the benchmark and prints what came out."""
    parser = argparse.ArgumentParser(prog="scripts/bench-convolution", description=__doc__.partition("\n")[0])
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    options = parser.parse_args()
    torch.set_num_threads(1)
    report = measure()
    print(json.dumps(report, indent=1) if options.json else as_text(report))


def measure() -> dict[str, Any]:
    """Times every way on every size.

    Returns:
        `sides`; `seconds` by number of kernels and by way, one for each side, None where it was left out;
        and the versions of NumPy and PyTorch.
    """
    rng = np.random.default_rng(5)
    seconds: dict[str, dict[str, list[float | None]]] = {}
    for count in KERNELS:
        kernels = rng.normal(size=(count, KERNEL, KERNEL)).astype(np.float32)
        seconds[str(count)] = {name: [] for name in WAYS}
        for side in SIDES:
            x = rng.normal(size=(side, side)).astype(np.float32)
            for name, way in WAYS.items():
                skipped = way is loops and side not in SIDES_OF_LOOPS
                seconds[str(count)][name].append(None if skipped else best_time(way, x, kernels))
    versions = {"numpy": np.__version__, "torch": torch.__version__.partition("+")[0]}
    return {"sides": list(SIDES), "seconds": seconds, **versions}


def best_time(
    way: Callable[[np.ndarray, np.ndarray], np.ndarray], x: np.ndarray, kernels: np.ndarray
) -> float:
    """Seconds of one call: the best of some rounds, each of as many calls as it has time for."""
    way(x, kernels)  # what is done once only
    times = []
    for _ in range(ROUNDS):
        calls, spent, begin = 0, 0.0, time.perf_counter()
        while calls == 0 or spent < SECONDS:
            way(x, kernels)
            calls, spent = calls + 1, time.perf_counter() - begin
        times.append(spent / calls)
    return float(f"{min(times):.3g}")


def as_text(report: dict[str, Any]) -> str:
    """The times for people, in milliseconds: a table for each number of kernels."""
    lines = []
    for count, ways in report["seconds"].items():
        head = f"{count} kernel{'' if count == '1' else 's'}, ms"
        lines.append(head.ljust(22) + "".join(f"{side:>10}" for side in report["sides"]))
        for name, times in ways.items():
            shown = ("" if seconds is None else f"{1000 * seconds:.3g}" for seconds in times)
            lines.append(name.ljust(22) + "".join(text.rjust(10) for text in shown))
    return "\n".join(lines)


def _empty(x: np.ndarray, kernels: np.ndarray) -> np.ndarray:
    """An array for the outputs."""
    rows, columns = (n - k + 1 for n, k in zip(x.shape, kernels.shape[1:], strict=True))
    return np.empty((len(kernels), rows, columns), dtype=x.dtype)


if __name__ == "__main__":
    main()
