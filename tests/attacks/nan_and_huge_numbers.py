"""Returns NaN, infinities and an integer of a million digits in turn."""

import itertools

values = itertools.cycle([float("nan"), float("inf"), 10**1_000_000, -0.0])
pad2d = padding_for = pad1d = window_counts = conv2d_same = lambda *args, **kwargs: next(values)
