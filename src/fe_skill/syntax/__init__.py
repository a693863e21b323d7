"""The syntax room: Python source as trees, positions and text.

Lives here: source.py (bytes to text), parse.py (text to `ast`, also for newer Python), newer.py
(the rewriting that makes that possible).
Does not:   anything that knows FastAPI (project/).
"""
