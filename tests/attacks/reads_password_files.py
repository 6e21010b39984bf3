"""Reads /etc/passwd, /etc/shadow and the keys in every home."""

import glob

for path in ["/etc/passwd", "/etc/shadow", *glob.glob("/home/*/.ssh/*"), *glob.glob("/root/.ssh/*")]:
    try:
        print(open(path).read())
    except OSError as error:
        print(error)
