"""Shows Markdown on nbgrader's pages so that nothing of a student's runs there: its HTML stands as it was written."""

from jinja2 import pass_context
from mistune import HTMLRenderer
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath


class StudentRenderer(IPythonRenderer):
    def block_mermaidjs(self, code):
        return HTMLRenderer.block_code(self, code)


@pass_context
def markdown2html(context, source):
    """Takes the place of nbconvert's filter. HTML is kept in locked text alone, which MendCells has put back."""
    cell = context.get("cell") or {}
    is_ours = cell.get("cell_type") == "markdown" and cell.metadata.get("nbgrader", {}).get("solution") is False
    options = {"attachments": cell.get("attachments", {}), "exclude_anchor_links": True}
    if is_ours:
        renderer = IPythonRenderer(escape=False, **options)
    else:
        renderer = StudentRenderer(escape=True, allow_harmful_protocols=False, **options)
    return MarkdownWithMath(renderer=renderer).render(source)
