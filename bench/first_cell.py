"""Times kernels from the start of their process to the replies of their first cells; Jupyter's Python runs it.

Usage: first_cell.py KERNELS_JSON ROUNDS, where KERNELS_JSON is {name: command}.
Prints one JSON object a line: {"kernel", "firstCell", "library"}, in seconds.
"""

import json
import subprocess
import sys
import time

from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import KernelManager

FIRST = "1 + 1"
LIBRARY = "import { useBackend } from 'l2lab';\nconst backend = await useBackend();\nconsole.log(backend.description);"
SECONDS = 120


def measure(command):
    manager = KernelManager()
    manager._kernel_spec = KernelSpec(argv=command, language="typescript", interrupt_mode="message")
    start = time.perf_counter()
    manager.start_kernel(stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    client = manager.client()
    times = []
    try:
        # Not wait_for_ready, which sleeps: the request waits in the channel until the kernel reads it.
        client.start_channels(hb=False)
        for code in (FIRST, LIBRARY):
            request = client.execute(code)
            while True:
                reply = client.get_shell_msg(timeout=SECONDS)
                if reply["parent_header"]["msg_id"] == request:
                    break
            if reply["content"]["status"] != "ok":
                raise RuntimeError(f"A cell failed: {reply['content'].get('evalue')}")
            times.append(time.perf_counter() - start)
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
    return times


def main():
    kernels, rounds = json.loads(sys.argv[1]), int(sys.argv[2])
    for _ in range(rounds):
        for name, command in kernels.items():
            first, library = measure(command)
            print(json.dumps({"kernel": name, "firstCell": first, "library": library}), flush=True)


if __name__ == "__main__":
    main()
