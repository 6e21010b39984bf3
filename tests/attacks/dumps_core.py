"""Has itself dumped into a core file, and tells the kernel where to."""

import os
import resource

resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
try:
    resource.setrlimit(resource.RLIMIT_CORE, (resource.RLIM_INFINITY,) * 2)
    open("/proc/sys/kernel/core_pattern", "w").write("/tmp/left-by-an-attack-core")
except (ValueError, OSError) as error:
    print(error)
os.abort()
