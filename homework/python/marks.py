"""Prints what the gradebook of a course holds, as one line of JSON.

Usage: marks.py COURSE

{ "assignments": { NAME: { "max", "cells": [{ "name", "max", "manual" }],
                           "students": { ID: { "score", "auto", "byHand", "needsManual", "timestamp",
                                               "cells": { CELL: points } } } } },
  "students": [{ "id", "firstName", "lastName", "email", "lmsUserId" }] }

"manual" cells are those that nobody but a person can mark. "auto" are points that the machine gave, "byHand" those that a
person gave, "score" what counts of both; a cell that still waits for a person has null and counts nothing.
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
    by_hand = [grade.manual_score for grade in grades if grade.manual_score is not None]
    automatic = [grade.auto_score or 0 for grade in grades if grade.manual_score is None]
    return {
        "score": submission.score,
        "auto": sum(automatic),
        "byHand": sum(by_hand),
        "needsManual": any(points(grade) is None for grade in grades),
        "timestamp": submission.timestamp.isoformat() if submission.timestamp else None,
        "cells": {grade.name: points(grade) for grade in grades},
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


def student_facts(student):
    return {
        "id": student.id,
        "firstName": student.first_name,
        "lastName": student.last_name,
        "email": student.email,
        "lmsUserId": student.lms_user_id,
    }


def main(course):
    database = Path(course) / "gradebook.db"
    report = {"assignments": {}, "students": []}
    # Asking a gradebook that is not there would make one.
    if database.exists():
        with Gradebook(f"sqlite:///{database.absolute()}") as gradebook:
            report["assignments"] = {each.name: assignment_marks(each) for each in gradebook.assignments}
            report["students"] = [student_facts(each) for each in gradebook.students]
    print(json.dumps(report))


if __name__ == "__main__":
    main(*sys.argv[1:])
