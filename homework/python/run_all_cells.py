"""Runs all code cells of a notebook on a fresh kernel, also those behind an error, and keeps the executed copy.

Usage: run_all_cells.py NOTEBOOK COPY FOLDER SECONDS_PER_CELL (the kernel starts in FOLDER)
Prints a line of JSON for each thing that happens: {"process": PID}, which a SIGINT ends together with its kernel;
{"cell": INDEX} when that one starts; {"stopped": INDEX} when it has had its time; at last {"dead": INDEX}, the cell in
which the kernel ended, or {"dead": null}.
"""

import json
import os
import sys

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import DeadKernelError


def say(**what):
    print(json.dumps(what), flush=True)


class Client(NotebookClient):
    """Says which cell is at work, and interrupts one that takes too long."""

    current = None

    async def _async_handle_timeout(self, timeout, cell=None):
        say(stopped=self.current)
        return await super()._async_handle_timeout(timeout, cell)


def main(source, copy, folder, seconds):
    say(process=os.getpid())
    notebook = nbformat.read(source, as_version=4)

    def start(cell, cell_index):
        client.current = cell_index
        say(cell=cell_index)

    client = Client(
        notebook,
        kernel_name="tslab",
        timeout=float(seconds),
        interrupt_on_timeout=True,
        allow_errors=True,
        startup_timeout=120,
        on_cell_execute=start,
        record_timing=False,
        resources={"metadata": {"path": folder}},
    )
    dead = None
    try:
        client.execute()
    except DeadKernelError:
        dead = client.current
    nbformat.write(notebook, copy)
    say(dead=dead)


if __name__ == "__main__":
    main(*sys.argv[1:])
