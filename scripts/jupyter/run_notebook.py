"""Runs one notebook from top to bottom on its kernel, as a reader would, and keeps the executed copy.

Usage: run_notebook.py NOTEBOOK COPY SECONDS_PER_CELL
Prints "Progress DONE of TOTAL" after each cell, and last one line of JSON: {"ok", "cells", "error"}.
"""

import json
import re
import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

# How an error looks that a kernel prints instead of reporting: stock tslab writes the stack, or TypeScript's
# diagnostics ("3:7 - Cannot find name"), on stderr.
PRINTED_ERROR = re.compile(r"^(Uncaught |\w*Error(:| \[)|\d+:\d+ - |Unexpected error)", re.MULTILINE)
ANSI = re.compile(r"\x1b\[[0-9;]*m")


def text_of(output):
    """The plain text of an output that reports an error, or None."""
    if output["output_type"] == "error":
        trace = "\n".join(output.get("traceback", []))
        return ANSI.sub("", trace or f"{output['ename']}: {output['evalue']}")
    if output["output_type"] == "stream" and output["name"] == "stderr":
        text = ANSI.sub("", output["text"])
        return text if PRINTED_ERROR.search(text) else None
    return None


def first_error(notebook):
    """Which cell failed, its source and what it said; None if none did."""
    for number, cell in enumerate(notebook.cells, start=1):
        if cell.cell_type != "code":
            continue
        for output in cell.outputs:
            text = text_of(output)
            if text:
                return f"cell {number}:\n{cell.source}\n---\n{text}"
    return None


def main(source, copy, seconds):
    notebook = nbformat.read(source, as_version=4)
    cells = [cell for cell in notebook.cells if cell.cell_type == "code" and cell.source.strip()]
    done = 0

    def count(cell, cell_index, **_):
        nonlocal done
        done += 1
        print(f"Progress {done} of {len(cells)}", flush=True)

    client = NotebookClient(
        notebook,
        kernel_name="tslab",
        timeout=float(seconds),
        startup_timeout=120,
        on_cell_executed=count,
        resources={"metadata": {"path": str(Path(source).parent)}},
    )
    error = None
    try:
        client.execute()
    except CellExecutionError as failure:
        error = first_error(notebook) or str(failure)
    except CellTimeoutError:
        error = f"cell after {done} finished ones took longer than {seconds} s"
    except DeadKernelError:
        error = f"the kernel died after {done} finished cells"
    finally:
        Path(copy).parent.mkdir(parents=True, exist_ok=True)
        nbformat.write(notebook, copy)
    error = error or first_error(notebook)
    if error is None and done < len(cells):
        error = f"only {done} of {len(cells)} cells ran"
    print(json.dumps({"ok": error is None, "cells": len(cells), "error": error}))


if __name__ == "__main__":
    main(*sys.argv[1:])
