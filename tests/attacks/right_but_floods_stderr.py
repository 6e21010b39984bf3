"""Right answers, and a megabyte of warnings."""
# deserves: 18
# answers: right

import sys
import warnings

for _ in range(10_000):
    warnings.warn("careful " * 10, stacklevel=1)
    print("!", file=sys.stderr)
