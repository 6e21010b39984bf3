"""Replaces run_cell, the display hook and the events."""

ip = get_ipython()
ip.run_cell = lambda *args, **kwargs: None
ip.displayhook = lambda *args, **kwargs: None
ip.events.register("pre_run_cell", lambda info: setattr(info, "raw_cell", "pass"))
pad2d = padding_for = pad1d = window_counts = conv2d_same = lambda *args, **kwargs: None
