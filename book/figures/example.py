"""The small example that runs through the chapters on convolution: an image and a kernel."""

from __future__ import annotations

import numpy as np

IMAGE = np.array([[1, 2, 3, 0], [0, 1, 2, 3], [3, 0, 1, 2], [2, 3, 0, 1]])
KERNEL = np.array([[2, 0, 1], [0, 1, 2], [1, 0, 2]])
