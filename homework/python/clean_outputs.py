"""Leaves of outputs what nbgrader's pages can show without running it."""

from numbers import Number

from nbgrader.preprocessors import NbGraderPreprocessor

SHOWN = ("text/plain", "text/markdown", "text/latex", "image/png", "image/jpeg")


class CleanOutputs(NbGraderPreprocessor):
    """Takes HTML, SVG and scripts out of what cells show. Tables stay as Markdown, figures as PNG."""

    def preprocess_cell(self, cell, resources, index):
        for output in cell.get("outputs", []):
            if "data" not in output:
                continue
            data = {kind: value for kind, value in output.data.items() if kind in SHOWN}
            output.data = data or {"text/plain": "(an output that is not shown here)"}
            output.metadata = {kind: size_of(about) for kind, about in output.metadata.items() if kind in data}
        return cell, resources


def size_of(about):
    """What is safe of the metadata of a picture, whose width and height stand unquoted in nbconvert's pages."""
    if not isinstance(about, dict):
        return {}
    sizes = {key: about[key] for key in ("width", "height") if isinstance(about.get(key), Number)}
    return {**sizes, **({"alt": about["alt"]} if isinstance(about.get("alt"), str) else {})}
