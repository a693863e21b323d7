"""A template was found, and can't be read.

Tell-tale: jinja2's `TemplateSyntaxError`, `TemplateAssertionError` ("No filter named ...").
"""

from fe_skill.faults.fault import Fault, Sample
from fe_skill.faults.looking.signs import Sign, by_signs

_SIGNS = (
    Sign(
        types=("TemplateSyntaxError", "TemplateAssertionError"),
        what="a template can't be read: {said}",
        why="a block isn't closed, or a tag, filter or test isn't known to this environment",
        mend=(
            "correct the line of the template that the traceback names last",
            "register a filter of your own: `templates.env.filters['name'] = function`",
        ),
    ),
)

FAULT = Fault(
    name="template-refused",
    explanation=__doc__,
    recognise=by_signs(*_SIGNS),
    samples=(Sample("jinja2.exceptions.TemplateAssertionError: No filter named 'money'."),),
    lookalikes=(
        Sample("jinja2.exceptions.TemplateNotFound: home.html"),
        Sample("jinja2.exceptions.UndefinedError: 'user' is undefined"),
    ),
)
