"""Notes in a graded notebook that it is one."""

from nbgrader.preprocessors import NbGraderPreprocessor


class NoteGraded(NbGraderPreprocessor):
    """Runs when the marks are in the gradebook. `l2lab.graded` of the notebook's metadata says which submission they are of; it is
    missing where the run was cut off."""

    def preprocess(self, nb, resources):
        # As it was when the run began: another may lie there by now.
        nb.metadata.l2lab["graded"] = nb.metadata.l2lab.pop("submission")
        return nb, resources
