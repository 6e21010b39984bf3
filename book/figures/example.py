"""The small example that runs through the chapters on convolution: an image, a kernel, their channels."""

from __future__ import annotations

import numpy as np

IMAGE = np.array([[1, 2, 3, 0], [0, 1, 2, 3], [3, 0, 1, 2], [2, 3, 0, 1]])
KERNEL = np.array([[2, 0, 1], [0, 1, 2], [1, 0, 2]])

# The same with a second channel, and with a second filter: channel 0 minus channel 1, in the window's middle.
CHANNELS = np.stack([IMAGE, np.tile([0, 1], (4, 2))])  # (C, H, W)
MIDDLE = np.array([[0, 0, 0], [0, 1, 0], [0, 0, 0]])
FILTERS = np.array([[KERNEL, np.eye(3, dtype=int)], [MIDDLE, -MIDDLE]])  # (F, C, KH, KW)

# A batch: the image and its mirror image. A volume: three slices.
BATCH = np.stack([CHANNELS, CHANNELS[:, :, ::-1]])  # (N, C, H, W)
VOLUME = np.stack([CHANNELS[0], CHANNELS[1], CHANNELS[0]])  # (D, H, W)
