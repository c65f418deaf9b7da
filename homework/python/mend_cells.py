"""Puts back what a submission has lost, before nbgrader looks at it."""

import hashlib
from pathlib import Path

from nbformat.v4 import new_code_cell, new_markdown_cell
from nbgrader import utils
from nbgrader.api import Gradebook
from nbgrader.preprocessors import NbGraderPreprocessor


class MendCells(NbGraderPreprocessor):
    """Makes every cell of the assignment stand in the notebook once, with the settings that it was handed out with.

    nbgrader by itself fails on a cell without its settings, does not miss one that was deleted, and what it can add begins with
    a comment that is no TypeScript. What was mended is told in the notebook's metadata: `l2lab.remarks`. `l2lab.submission` there
    changes when the submission does.
    """

    def preprocess(self, nb, resources):
        about = resources["nbgrader"]
        # nbgrader works in the course's folder.
        file = Path("submitted", about["student"], about["assignment"], f"{about['notebook']}.ipynb")
        submission = hashlib.sha256(file.read_bytes()).hexdigest()
        remarks = []
        with Gradebook(about["db_url"]) as gradebook:
            notebook = gradebook.find_notebook(about["notebook"], about["assignment"])
            points = {cell.name: cell.max_score for cell in notebook.grade_cells}
            solutions = {cell.name for cell in notebook.solution_cells}
            chosen = choose(nb, {cell.name for cell in notebook.source_cells}, solutions, remarks)
            at = -1
            for source in notebook.source_cells:
                name = source.name
                if name in chosen:
                    cell = chosen[name]
                    at = place(nb, cell)
                    if name not in solutions and is_changed(cell):
                        remarks.append(f"{name}: was changed, put back")
                else:
                    cell = lost_cell(source)
                    at += 1
                    nb.cells.insert(at, cell)
                    remarks.append(f"{name}: was deleted, put back")
                cell.metadata["nbgrader"] = settings(source, name in solutions, points.get(name))
        nb.metadata["l2lab"] = {"remarks": remarks, "submission": submission}
        return nb, resources


def name_of(cell):
    """A cell's name, which is its id too, should another program have dropped nbgrader's settings."""
    about = cell.metadata.get("nbgrader")
    name = about.get("grade_id") if isinstance(about, dict) else None
    return name if name and isinstance(name, str) else cell.get("id")


def is_changed(cell):
    """Whether a cell is not as it was handed out; False if nobody knows."""
    try:
        return cell.metadata.nbgrader["checksum"] != utils.compute_checksum(cell)
    except (AttributeError, KeyError, TypeError, ValueError):
        return False


def place(nb, cell):
    return next(at for at, other in enumerate(nb.cells) if other is cell)


def choose(nb, names, solutions, remarks):
    """The cells that count, by name. Of several copies it is the last that was changed; the others stay as cells of the
    student, or go if a student has nothing to write there."""
    copies = {}
    for cell in nb.cells:
        if name_of(cell) in names:
            copies.setdefault(name_of(cell), []).append(cell)
        else:
            cell.metadata.pop("nbgrader", None)
    chosen = {}
    for name, those in copies.items():
        changed = [cell for cell in those if is_changed(cell)]
        chosen[name] = changed[-1] if changed and name in solutions else those[-1]
        if len(those) == 1:
            continue
        remarks.append(f"{name}: is there {len(those)} times, one of them counts")
        for cell in those:
            if cell is chosen[name]:
                continue
            cell.metadata.pop("nbgrader", None)
            if name not in solutions:
                del nb.cells[place(nb, cell)]
    return chosen


def lost_cell(source):
    make = new_code_cell if source.cell_type == "code" else new_markdown_cell
    return make(source.source, id=source.name)


def settings(source, is_solution, points):
    """nbgrader's metadata of a cell, as the assignment has them."""
    return {
        "grade_id": source.name,
        "grade": points is not None,
        "solution": is_solution,
        "locked": source.locked,
        "task": False,
        "schema_version": 3,
        "cell_type": source.cell_type,
        "checksum": source.checksum,
        **({} if points is None else {"points": points}),
    }
