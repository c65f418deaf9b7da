"""Runs a notebook on the kernel of lessons and prints its code cells as JSON, with what each has brought.

Usage: run_cells.py NOTEBOOK COURSE (the kernel starts in the course)
"""

import json
import sys

import nbformat
from nbclient import NotebookClient


def run_of(cell):
    about = cell.metadata.get("nbgrader", {})
    outputs = cell.outputs
    return {
        "id": cell.id,
        "grade": about.get("grade", False),
        "points": about.get("points", 0),
        "errors": [f"{each.ename}: {each.evalue}" for each in outputs if each.output_type == "error"],
        "stderr": "".join(each.text for each in outputs if each.get("name") == "stderr"),
        "value": next((each.data["text/plain"] for each in outputs if each.output_type == "execute_result"), ""),
    }


notebook = nbformat.read(sys.argv[1], as_version=4)
options = {"kernel_name": "tslab", "allow_errors": True, "timeout": 600, "startup_timeout": 120}
NotebookClient(notebook, resources={"metadata": {"path": sys.argv[2]}}, **options).execute()
print(json.dumps([run_of(cell) for cell in notebook.cells if cell.cell_type == "code"]))
