"""Takes all the memory it can get, in one process."""
# harms: the machine

hoard = []
while True:
    hoard.append(bytearray(b"x") * 50_000_000)
