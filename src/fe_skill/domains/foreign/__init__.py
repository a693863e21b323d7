"""Domains in projects that we didn't make, in the idiom that they have.

The way goes: kin.py finds the neighbour that is most like what is asked for; survey_*.py read its
habits, and how many of its like share them, into one frozen Idiom (idiom.py); write_*.py make new
files of it; register.py edits the few that are there; plan.py puts all of it together.

Does not:   our own idiom (the parent room), or what a caller may ask for (judge.py).
"""
