"""Puts the names of students.json into the gradebook, where nbgrader's pages show them in place of ids.

Usage: name_students.py COURSE
A name that is there stays. A name of one word, or of two students, is left out: the id says more.
"""

import json
import sys
from collections import Counter
from pathlib import Path

from nbgrader.api import Gradebook, MissingEntry


def main(course):
    students = json.loads((Path(course) / "students.json").read_text(encoding="utf-8"))
    count = Counter(student["name"] for student in students.values())
    with Gradebook(f"sqlite:///{(Path(course) / 'gradebook.db').absolute()}") as gradebook:
        for id, student in students.items():
            words = student["name"].split()
            if len(words) < 2 or count[student["name"]] > 1:
                continue
            try:
                known = gradebook.find_student(id)
            except MissingEntry:
                known = None
            if known is None or (known.first_name is None and known.last_name is None):
                gradebook.update_or_create_student(id, first_name=" ".join(words[:-1]), last_name=words[-1])


if __name__ == "__main__":
    main(*sys.argv[1:])
