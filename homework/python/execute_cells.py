"""Runs a submission's cells on the grading kernel."""

import os
import time

from nbgrader.preprocessors import Execute

# What the grading kernel calls the error of a cell that ended its session. The next cell waits until a new session has run
# again what had ended well.
SESSION_ENDS = ("SessionEnded", "MemoryLimit", "Interrupted")


class ExecuteCells(Execute):
    """nbgrader's own step, with how far it is on stdout, words that a student understands for a cell that took too long, and the
    time that the grading kernel needs after it. Marks the notebook as run to its end: `l2lab.graded`."""

    def preprocess(self, nb, resources, km=None):
        self.seconds_well = 0.0
        self.recovers = False
        self.done = 0
        self.total = sum(cell.cell_type == "code" and bool(cell.source.strip()) for cell in nb.cells)
        words = f"Stopped: the cell ran longer than {self.timeout} s."
        self.error_on_timeout = {"ename": "CellTimeoutError", "evalue": words, "traceback": [words]}
        nb, resources = super().preprocess(nb, resources, km)
        nb.metadata.setdefault("l2lab", {})["graded"] = os.environ.get("L2LAB_SUBMISSION", "")
        return nb, resources

    def _get_timeout(self, cell):
        timeout = super()._get_timeout(cell)
        return timeout + round(2 * self.seconds_well) + 30 if timeout and self.recovers else timeout

    def preprocess_cell(self, cell, resources, index):
        start = time.monotonic()
        result = super().preprocess_cell(cell, resources, index)
        if cell.cell_type == "code" and cell.source.strip():
            self.done += 1
            print(f"Progress {self.done} of {self.total}", flush=True)
        names = [output.ename for output in cell.get("outputs", []) if output.output_type == "error"]
        self.recovers = any(name.startswith((*SESSION_ENDS, "CellTimeout")) for name in names)
        if not names:
            self.seconds_well += time.monotonic() - start
        return result
