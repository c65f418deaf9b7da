"""Runs a submission's cells on the grading kernel."""

import os
import time

from nbgrader.preprocessors import Execute

# For the kernel to end a cell and to start anew.
SECONDS_TO_RECOVER = 60


class ExecuteCells(Execute):
    """nbgrader's own step, with how far it is on stdout. It leaves the limit for a cell, `Execute.timeout`, to the grading
    kernel, which knows when a cell begins: before that, cells may run again whose session another one had ended."""

    def preprocess(self, nb, resources, km=None):
        self.seconds = 0.0
        self.done = 0
        self.total = sum(map(is_run, nb.cells))
        if self.timeout:
            os.environ["L2LAB_GRADING_SECONDS"] = str(self.timeout)
        words = "Stopped: the kernel did not answer in time."
        self.error_on_timeout = {"ename": "CellTimeoutError", "evalue": words, "traceback": [words]}
        return super().preprocess(nb, resources, km)

    def _get_timeout(self, cell):
        timeout = super()._get_timeout(cell)
        return timeout and timeout + round(2 * self.seconds) + SECONDS_TO_RECOVER

    def preprocess_cell(self, cell, resources, index):
        start = time.monotonic()
        result = super().preprocess_cell(cell, resources, index)
        self.seconds += time.monotonic() - start
        if is_run(cell):
            self.done += 1
            print(f"Progress {self.done} of {self.total}", flush=True)
        return result


def is_run(cell):
    return cell.cell_type == "code" and bool(cell.source.strip())
