"""What nbgrader does with notebooks of TypeScript, as it is and with this project's settings; prints JSON.

Usage: traits.py SETTINGS
"""

import json
import os
import sys

from execute_cells import ExecuteCells
from nbformat.v4 import new_code_cell, new_notebook
from nbgrader.preprocessors import ClearSolutions, Execute
from nbgrader.utils import determine_grade
from traitlets.config import Config

SETTINGS = Config(json.load(open(sys.argv[1])))
HERE = {"metadata": {"path": os.getcwd()}}
SOLUTION = "const answer: number = 42;"
PASSING = "if (answer !== 42) throw new Error('wrong answer');"
FAILING = "if (answer !== 43) throw new Error('not 43');"


def notebook(sources, language="typescript"):
    """A cell of code, then graded cells by name, each worth 2 points."""
    cells = [new_code_cell(SOLUTION)]
    for name, source in sources.items():
        cell = new_code_cell(source)
        grading = {"grade": True, "solution": False, "locked": True, "points": 2, "grade_id": name}
        cell.metadata["nbgrader"] = {**grading, "schema_version": 3, "cell_type": "code", "task": False}
        cells.append(cell)
    metadata = {"kernelspec": {"name": "tslab", "display_name": "TypeScript", "language": language}}
    return new_notebook(cells=cells, metadata=metadata)


def graded(sources, kernel="tslab", timeout=60, step=Execute):
    """Points and names of errors by graded cell, as nbgrader's own steps make them."""
    node, _ = step(kernel_name=kernel, timeout=timeout).preprocess(notebook(sources), HERE)
    cells = {cell.metadata.nbgrader["grade_id"]: cell for cell in node.cells[1:]}
    errors = {
        name: [output.ename for output in cell.outputs if output.output_type == "error"] for name, cell in cells.items()
    }
    return {"points": {name: determine_grade(cell)[0] for name, cell in cells.items()}, "errors": errors}


def stub(config, language="typescript"):
    """What students get in place of a solution, or the error that this ends in."""
    node = notebook({}, language)
    node.cells[0].source = "const f = () => {\n  // BEGIN SOLUTION\n  return 1;\n  // END SOLUTION\n};"
    node.cells[0].metadata["nbgrader"] = {"grade": False, "solution": True, "locked": False, "grade_id": "f"}
    try:
        return ClearSolutions(config=config).preprocess(node, {})[0].cells[0].source
    except ValueError as error:
        return f"ValueError: {error}"


tests = {"failing": FAILING, "passing": PASSING, "failing again": FAILING}
values = {"number": "1.5", "false": "false", "text": "'wrong'", "nothing": "undefined", "negative": "-1", "zero": "0"}
noise = {"error": "console.error('x'); 2", "warn": "console.warn('x'); 2", "log": "console.log('x'); 2"}
report = {
    "plain": graded({**tests, **values, **noise}),
    "grading": graded({**tests, **noise}, "tslab-grading"),
    "timeout": graded({"endless": "for (;;) {}", "after": PASSING}, "tslab-grading", 2, ExecuteCells),
    "timeouts": [Execute().timeout, Execute(config=SETTINGS).timeout],
    "kernel": Execute(config=SETTINGS).kernel_name,
    "stubs": {
        "asItIs": stub(Config()),
        "ours": stub(SETTINGS),
        "asPython": stub(Config(), "python"),
    },
}
print()  # after what says how far the steps are
print(json.dumps(report))
