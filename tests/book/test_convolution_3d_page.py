"""What the chapter on 3D convolution says without running it is true."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from numpy.lib.stride_tricks import sliding_window_view
from torch import nn

from tests.book import pages

# Frameworks: what the tables say of PyTorch and NumPy. (What they say of Keras is in its documentation.)


def test_layouts_of_pytorch() -> None:
    for kind, sizes in ((nn.Conv1d, (7,)), (nn.Conv2d, (7, 8)), (nn.Conv3d, (7, 8, 9))):
        layer: Any = kind(4, 6, 3, groups=2)
        assert tuple(layer.weight.shape) == (6, 2, *[3] * len(sizes))
        assert tuple(layer(torch.zeros(5, 4, *sizes)).shape) == (5, 6, *(n - 2 for n in sizes))
    assert tuple(nn.Linear(3, 5).weight.shape) == (5, 3)
    layer = nn.Conv2d(3, 64, 3)
    assert (layer.in_channels, layer.out_channels, layer.kernel_size) == (3, 64, (3, 3))
    assert (layer.stride, layer.padding, layer.dilation, layer.groups) == ((1, 1), (0, 0), (1, 1), 1)
    assert layer.bias is not None


def test_weights_in_the_order_of_keras_give_the_same_numbers() -> None:
    """Channels last, computed with NumPy, and channels first with PyTorch, after the axes were exchanged."""
    rng = np.random.default_rng(8)
    images, weight = rng.normal(size=(2, 6, 7, 3)), rng.normal(size=(2, 4, 3, 5))  # (N,H,W,C), (KH,KW,C,F)
    windows = sliding_window_view(images, (2, 4), (1, 2))  # (N, OH, OW, C, KH, KW)
    last = np.einsum("nijcuv,uvcf->nijf", windows, weight)
    x, w = (torch.tensor(a.copy()) for a in (images.transpose(0, 3, 1, 2), weight.transpose(3, 2, 0, 1)))
    np.testing.assert_allclose(F.conv2d(x, w).permute(0, 2, 3, 1).numpy(), last)
    texts, taps = rng.normal(size=(2, 7, 3)), rng.normal(size=(4, 3, 5))  # (N, L, C), (K, C, F)
    last = np.einsum("nick,kcf->nif", sliding_window_view(texts, 4, 1), taps)
    x, w = torch.tensor(texts.transpose(0, 2, 1).copy()), torch.tensor(taps.transpose(2, 1, 0).copy())
    np.testing.assert_allclose(F.conv1d(x, w).mT.numpy(), last)
    dense, inputs = rng.normal(size=(3, 5)), rng.normal(size=(2, 3))  # (in, out)
    np.testing.assert_allclose(
        F.linear(torch.tensor(inputs), torch.tensor(dense.T.copy())).numpy(), inputs @ dense
    )


# Formulas


def test_the_formula_of_the_layer() -> None:
    rng = np.random.default_rng(1)
    x, w, b = rng.normal(size=(2, 3, 6, 7)), rng.normal(size=(4, 3, 2, 3)), rng.normal(size=4)
    s, d = 2, 2
    y = F.conv2d(torch.tensor(x), torch.tensor(w), torch.tensor(b), stride=s, dilation=d).numpy()
    for n, f, i, j in np.ndindex(*y.shape):
        cells = np.ndindex(3, 2, 3)
        total = sum(w[f, c, u, v] * x[n, c, i * s + u * d, j * s + v * d] for c, u, v in cells)
        assert y[n, f, i, j] == pytest.approx(b[f] + total)


def test_the_formula_of_volumes() -> None:
    rng = np.random.default_rng(2)
    x, w = rng.normal(size=(1, 2, 4, 3, 5)), rng.normal(size=(2, 2, 2, 2, 3))
    y = F.conv3d(torch.tensor(x), torch.tensor(w)).numpy()
    for n, f, depth, i, j in np.ndindex(*y.shape):
        cells = np.ndindex(2, 2, 2, 3)
        total = sum(w[f, c, t, u, v] * x[n, c, depth + t, i + u, j + v] for c, t, u, v in cells)
        assert y[n, f, depth, i, j] == pytest.approx(total)


def test_the_formulas_of_the_gradient() -> None:
    rng = np.random.default_rng(3)
    x, s = rng.normal(size=(2, 2, 6, 6)), 2
    w = torch.tensor(rng.normal(size=(3, 2, 2, 2)), requires_grad=True)
    b = torch.zeros(3, dtype=torch.float64, requires_grad=True)
    y = F.conv2d(torch.tensor(x), w, b, stride=s)
    g = rng.normal(size=y.shape)
    dw, db = torch.autograd.grad(y, (w, b), torch.tensor(g))
    for f, c, u, v in np.ndindex(3, 2, 2, 2):
        places = np.ndindex(2, 3, 3)
        total = sum(g[n, f, i, j] * x[n, c, i * s + u, j * s + v] for n, i, j in places)
        assert dw[f, c, u, v].item() == pytest.approx(total)
    np.testing.assert_allclose(db.numpy(), g.sum(axis=(0, 2, 3)))


def test_a_column_that_no_window_sees_changes_no_gradient() -> None:
    x = torch.rand(1, 1, 8, 8, generator=torch.Generator().manual_seed(0))
    other = x.clone()
    other[..., 7] = 100
    w = torch.rand(1, 1, 3, 3, generator=torch.Generator().manual_seed(1)).requires_grad_()
    grads = [torch.autograd.grad(F.conv2d(image, w, stride=2).sum(), w)[0] for image in (x, other)]
    assert torch.equal(*grads)


def test_numbers_of_the_question_in_words() -> None:
    """The model answer, in the source of the exercises."""
    flat, deep = nn.Conv2d(32, 16, 3), nn.Conv3d(1, 16, 3)
    maps, volumes = flat(torch.zeros(1, 32, 64, 64)), deep(torch.zeros(1, 1, 32, 64, 64))
    exercises = (pages.ROOT / "solutions/convolution_3d/convolution_3d.py").read_text("utf-8")
    answer = exercises.partition('"question_a"')[2]
    for weight, output, ours in (
        (flat.weight, maps, "(N, 16, 62, 62)"),
        (deep.weight, volumes, "(N, 16, 30, 62, 62)"),
    ):
        assert f"`({', '.join(map(str, weight.shape))})`" in answer
        assert ours == f"(N, {', '.join(map(str, output.shape[1:]))})"
        assert f"`{ours}`" in answer
    counts = [sum(p.numel() for p in layer.parameters()) for layer in (flat, deep)]
    assert counts == [4624, 448]
    work = [output.numel() * layer.weight[0].numel() for output, layer in ((maps, flat), (volumes, deep))]
    assert [round(number / 1e6) for number in work] == [18, 50]
    for number in ("4624", "448", "18 million", "50 million"):
        assert number in answer
