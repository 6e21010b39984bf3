"""Prints a gigabyte in one line, and displays as much."""
# harms: the machine

from IPython.display import HTML, display

print("x" * 10**8)
display(HTML("y" * 10**8))
raise ValueError("z" * 10**8)
