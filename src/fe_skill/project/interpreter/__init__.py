"""A small abstract interpreter for code that builds applications.

It runs modules over their extracted facts the way Python would import them, but follows only what
can carry an application: names, calls into the project, literals, and the router operations of
FastAPI. Everything else becomes an Unknown with a reason.

    values.py       what a name can stand for
    machine.py      state, modules, names, limits
    expressions.py  statements.py  calls.py     the language
    builtin.py      the little of Python and its libraries that prefixes are made with
    fastapi.py      applications and routers: what their methods do
    run.py          which modules and factories are run, in which order
"""
