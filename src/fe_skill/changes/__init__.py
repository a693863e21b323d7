"""The one road from a plan to the disk.

Lives here: change sets (changeset), what a path may be (paths), the writer (apply).
Does not:   what to write (tools/, templates/), or whether it is right (checks/).
"""
