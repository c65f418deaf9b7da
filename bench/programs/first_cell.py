"""Times kernels from the start of their process to the replies of their first cells; Jupyter's Python runs it.

Usage: first_cell.py NODE ROUNDS. Starts this project's kernel and stock tslab's in turns. Prints one line of JSON, a list
of {"kernel", "firstCell", "library"} in seconds.
"""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import KernelManager

FIRST = "1 + 1"
LIBRARY = "import { useBackend } from 'l2lab';\nconst backend = await useBackend();\nconsole.log(backend.description);"
SECONDS = 120
PROJECT = Path(__file__).resolve().parents[2]
KERNELS = {"l2lab": ["dist/kernel/main.js"], "stock tslab": ["node_modules/tslab/bin/tslab", "kernel"]}


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
    node, rounds = sys.argv[1], int(sys.argv[2])
    # Where cells find the library.
    os.chdir(PROJECT)
    starts = []
    for _ in range(rounds):
        for name, program in KERNELS.items():
            first, library = measure([node, *program, "--config-path={connection_file}"])
            starts.append({"kernel": name, "firstCell": first, "library": library})
    print(json.dumps(starts), flush=True)


if __name__ == "__main__":
    main()
