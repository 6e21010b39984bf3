"""Returns an object whose pickle runs a program."""

import os

class Bomb:
    def __reduce__(self):
        return os.system, ("touch /tmp/left-by-an-attack-pickle",)

pad2d = padding_for = pad1d = window_counts = conv2d_same = lambda *args, **kwargs: Bomb()
