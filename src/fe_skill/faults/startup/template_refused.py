"""A template was found, and can't be read or filled in.

Tell-tale: jinja2's `TemplateSyntaxError`, `UndefinedError` ("'user' is undefined"),
           `TemplateAssertionError` ("No filter named ...").
"""

from fe_skill.faults.examples import trace
from fe_skill.faults.fault import Fault, Sample
from fe_skill.faults.looking.signs import Sign, by_signs

_SIGNS = (
    Sign(
        types=("UndefinedError",),
        what="a template asks for what it wasn't given: {said}",
        why="the context has no such name, or the value is another kind than the template takes",
        mend=(
            "put the name into the context of that response, or test for it: `{{% if user %}}`",
            "a macro or an included file sees the context only `with context`",
        ),
    ),
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
    samples=(
        Sample(
            trace(
                "jinja2.exceptions.UndefinedError: 'user' is undefined",
                ("/srv/app/main.py", 12, "home", 'return page(request, "home.html")'),
            )
        ),
        Sample("jinja2.exceptions.TemplateAssertionError: No filter named 'money'."),
    ),
    lookalikes=(Sample("jinja2.exceptions.TemplateNotFound: home.html"),),
)
