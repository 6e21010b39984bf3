"""Leaves work to atexit handlers and to threads that never end."""

import atexit
import pathlib
import threading
import time

atexit.register(lambda: pathlib.Path("/tmp/left-by-an-attack-atexit").touch())
threading.Thread(target=lambda: time.sleep(10**6)).start()
