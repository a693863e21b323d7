"""The facts: what a FastAPI project is, read without importing it.

The way of a fact:

    files.py   which files count             layout.py   which file a module name means
    lower.py   one file's tree to plain data (per file, independent, cached: cache.py)
    store.py   the files of a project, read when they are asked for, re-read when they change
    interpreter/   runs application-building code over that data, across modules
    model.py   the facts, frozen; link_*.py fill them in from the interpreter's values

Does not live here: any judgement on the facts (rules/), any write.
"""
