"""Prints what the gradebook of a course holds, as one line of JSON.

Usage: marks.py COURSE

{ "assignments": { NAME: { "max", "cells": [{ "name", "max", "manual" }],
                           "students": { ID: { "score", "cells": { CELL: points }, "review": [CELL] } } } } }

"manual" cells are those that nobody but a person can mark. "score" is what counts; a cell that still waits for a person has
null and counts nothing. "review" are cells that a person had marked before they were graded anew: that mark still counts.
"""

import json
import sys
from pathlib import Path

from nbgrader.api import Gradebook


def points(grade):
    """What a cell has brought, or None while it waits for a person."""
    if grade.manual_score is None and grade.needs_manual_grade:
        return None
    return grade.score


def submission_marks(submission):
    grades = [grade for notebook in submission.notebooks for grade in notebook.grades]
    return {
        "score": submission.score,
        "cells": {grade.name: points(grade) for grade in grades},
        "review": [grade.name for grade in grades if grade.manual_score is not None and grade.needs_manual_grade],
    }


def assignment_marks(assignment):
    cells = []
    for notebook in assignment.notebooks:
        solutions = {cell.name for cell in notebook.solution_cells}
        order = [cell.name for cell in notebook.source_cells]
        graded = sorted(notebook.grade_cells, key=lambda cell: order.index(cell.name))
        cells += [{"name": cell.name, "max": cell.max_score, "manual": cell.name in solutions} for cell in graded]
    students = {submission.student.id: submission_marks(submission) for submission in assignment.submissions}
    return {"max": assignment.max_score, "cells": cells, "students": students}


def main(course):
    database = Path(course) / "gradebook.db"
    report = {"assignments": {}}
    # Asking a gradebook that is not there would make one.
    if database.exists():
        with Gradebook(f"sqlite:///{database.absolute()}") as gradebook:
            report["assignments"] = {each.name: assignment_marks(each) for each in gradebook.assignments}
    print(json.dumps(report))


if __name__ == "__main__":
    main(*sys.argv[1:])
