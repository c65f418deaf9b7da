"""Renders a graded notebook as nbgrader's pages do, with this project's settings; prints JSON: HTML by template.

Usage: pages.py SETTINGS NOTEBOOK
"""

import json
import sys
from pathlib import Path

import nbformat
import nbgrader
from clean_outputs import CleanOutputs
from nbconvert.exporters import HTMLExporter
from traitlets.config import Config

settings, notebook = sys.argv[1:]
node = nbformat.read(notebook, as_version=4)
CleanOutputs().preprocess(node, {})
for cell in node.cells:
    if "nbgrader" in cell.metadata:
        cell.metadata.nbgrader.update(score=0, comment="Is a<b?")
formgrader = Path(nbgrader.__file__).parent / "server_extensions" / "formgrader"
about = {"notebook": "small", "score": 4, "max_score": 6, "late_penalty": 0}
names = {"notebook_id": "small", "assignment_id": "small", "submission_id": "1", "index": 0, "total": 1, "base_url": "/"}
names |= {"notebook_path": "", "mathjax_url": "", "version": "", "keyword": ""}
pages = {}
for name in ("feedback", "formgrade"):
    config = Config(json.loads(Path(settings).read_text(encoding="utf-8")))
    config.HTMLExporter.template_name = name
    config.HTMLExporter.extra_template_basedirs = [str(formgrader / "templates")]
    config.HTMLExporter.extra_template_paths = [str(formgrader / "static/node_modules/bootstrap/dist/css")]
    resources = {"nbgrader": about, **names}
    pages[name], _ = HTMLExporter(config=config).from_notebook_node(node, resources=resources)
print(json.dumps(pages))
