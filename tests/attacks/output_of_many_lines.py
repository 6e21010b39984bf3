"""Prints a gigabyte in short lines."""
# harms: the machine

for _ in range(10**9 // 64):
    print("x" * 63)
