"""Notes in a graded notebook that it is one."""

import hashlib
from pathlib import Path

from nbgrader.preprocessors import NbGraderPreprocessor


class NoteGraded(NbGraderPreprocessor):
    """Runs when the marks are in the gradebook. `l2lab.graded` of the notebook's metadata changes when the submission does; it
    is missing where the run was cut off."""

    def preprocess(self, nb, resources):
        about = resources["nbgrader"]
        # nbgrader works in the course's folder.
        file = Path("submitted", about["student"], about["assignment"], f"{about['notebook']}.ipynb")
        nb.metadata.setdefault("l2lab", {})["graded"] = hashlib.sha256(file.read_bytes()).hexdigest()
        return nb, resources
