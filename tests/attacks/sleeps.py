"""Sleeps for a day in every function."""

import time

pad2d = padding_for = pad1d = window_counts = conv2d_same = lambda *args, **kwargs: time.sleep(86_400)
