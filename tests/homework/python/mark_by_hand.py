"""Gives points for a cell as nbgrader's pages do.

Usage: mark_by_hand.py COURSE STUDENT ASSIGNMENT CELL POINTS
"""

import json
import sys

from nbgrader.api import Gradebook

course, student, assignment, cell, points = sys.argv[1:]
with Gradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
    grade = gradebook.find_grade(cell, assignment, assignment, student)
    grade.manual_score = float(points)
    grade.needs_manual_grade = False
    gradebook.db.commit()
print(json.dumps(points))
