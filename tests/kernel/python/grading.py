"""nbclient, and nbgrader's execute-and-grade step, on a notebook with a failing and a passing test; prints JSON."""

import json
import os
import sys
import tempfile
from pathlib import Path

import nbformat
from kernel import ROOT, install
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook

SOLUTION = "const answer: number = 42;"
PASSING = "if (answer !== 42) throw new Error('wrong answer');"
FAILING = "if (answer !== 43) throw new Error('not 43');"


def notebook(order):
    cells = [new_code_cell(SOLUTION)]
    for name in order:
        cell = new_code_cell(PASSING if name == "passing" else FAILING)
        grading = {"grade": True, "solution": False, "locked": True, "points": 2, "grade_id": name}
        cell.metadata["nbgrader"] = {**grading, "schema_version": 3, "cell_type": "code", "task": False}
        cells.append(cell)
    metadata = {"kernelspec": {"name": "tslab", "display_name": "TypeScript", "language": "typescript"}}
    return new_notebook(cells=cells, metadata=metadata)


def scores(order):
    """Points by test, as nbgrader gives them."""
    from nbgrader.preprocessors import Execute
    from nbgrader.utils import determine_grade

    node, resources = Execute().preprocess(notebook(order), {"metadata": {"path": str(ROOT)}})
    return {cell.metadata.nbgrader["grade_id"]: determine_grade(cell)[0] for cell in node.cells[1:]}


def executed(order):
    """Which cells nbclient finds failed."""
    node = notebook(order)
    NotebookClient(node, kernel_name="tslab", allow_errors=True, resources={"metadata": {"path": str(ROOT)}}).execute()
    errors = [[output.ename for output in cell.outputs if output.output_type == "error"] for cell in node.cells]
    nbformat.validate(node)
    return errors


def main():
    with tempfile.TemporaryDirectory() as folder:
        os.environ["JUPYTER_PATH"] = str(Path(install(folder)).parent)
        orders = [["failing", "passing"], ["passing", "failing"]]
        report = {"executed": [executed(order) for order in orders]}
        report["scores"] = [scores(order) for order in orders]
    print(json.dumps(report))


if __name__ == "__main__":
    main()
