"""Tools for coding agents that build FastAPI backends.

Lives here: the version. Everything else is in the rooms below; nothing is imported on the way in,
so that the server's first reply stays fast.
"""

__version__ = "0.1.0"
