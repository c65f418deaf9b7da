"""Runs one notebook from top to bottom on its kernel, as a reader would, and keeps the executed copy.

Usage: run_notebook.py NOTEBOOK COPY FOLDER SECONDS_PER_CELL (the kernel starts in FOLDER; 0 seconds: as long as it takes)
Prints "Process PID", which a SIGINT ends together with its kernel; "Progress DONE of TOTAL" after each cell; and last one
line of JSON: {"ok", "cells", "error"}.
"""

import json
import os
import re
import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellControlSignal, DeadKernelError

ANSI = re.compile(r"\x1b\[[0-9;]*m")

# How an error looks that stock tslab prints on stderr instead of reporting it: a stack, or TypeScript's diagnostics.
PRINTED_ERROR = re.compile(r"^(Uncaught |\w*Error(:| \[)|\d+:\d+ - |Unexpected error)", re.MULTILINE)


def printed_error(cells):
    """The first cell that printed an error, and the error; None if none did."""
    for cell in cells:
        for output in cell.outputs:
            text = ANSI.sub("", output.get("text", "")) if output.get("name") == "stderr" else ""
            if PRINTED_ERROR.search(text):
                return f"{cell.source}\n---\n{text}"
    return None


def main(source, copy, folder, seconds):
    print(f"Process {os.getpid()}", flush=True)
    notebook = nbformat.read(source, as_version=4)
    cells = [cell for cell in notebook.cells if cell.cell_type == "code" and cell.source.strip()]
    done = []

    def count(**_):
        done.append(True)
        print(f"Progress {len(done)} of {len(cells)}", flush=True)

    client = NotebookClient(
        notebook,
        kernel_name="tslab",
        timeout=float(seconds),
        startup_timeout=120,
        on_cell_executed=count,
        record_timing=False,
        resources={"metadata": {"path": folder}},
    )
    error = None
    try:
        client.execute()
    # An error in a cell, one that takes too long, a kernel that dies.
    except (CellControlSignal, DeadKernelError) as failure:
        error = ANSI.sub("", str(failure))
    finally:
        Path(copy).parent.mkdir(parents=True, exist_ok=True)
        nbformat.write(notebook, copy)
    error = error or printed_error(cells)
    print(json.dumps({"ok": error is None, "cells": len(cells), "error": error}))


if __name__ == "__main__":
    main(*sys.argv[1:])
