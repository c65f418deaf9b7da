"""Runs cells on a kernel and prints what it published for each, as JSON.

Usage: run_cells.py KERNEL_COMMAND_JSON < CELLS_JSON
Prints a list with, for each cell, the list of its messages on iopub: {"type", "content"}.
"""

import json
import subprocess
import sys

from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import KernelManager

SECONDS = 60


def run(client, code):
    messages = []

    def keep(message):
        if message["msg_type"] not in ("status", "execute_input"):
            messages.append({"type": message["msg_type"], "content": message["content"]})

    client.execute_interactive(code, output_hook=keep, timeout=SECONDS)
    return messages


def main(command):
    manager = KernelManager()
    # In place of an installed kernelspec: the command itself.
    manager._kernel_spec = KernelSpec(argv=command, language="typescript", interrupt_mode="message")
    # What kernels print themselves must not mix with the result.
    manager.start_kernel(stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    client = manager.client()
    try:
        client.start_channels()
        client.wait_for_ready(timeout=SECONDS)
        json.dump([run(client, code) for code in json.load(sys.stdin)], sys.stdout)
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
