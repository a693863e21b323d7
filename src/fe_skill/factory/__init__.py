"""Registers this package in the repository of an agent factory, and takes that back.

    files.py     what is new there: the skill, its knowledge, the MCP templates
    edits.py     the lines that change in the factory's catalogues and counts
    register.py  both as one change, applied or undone

Lives here: the form of a factory, as its repository shows it. Does not: the skill's own words
(skill_bundle.py), or a client on this machine (clients/).
"""
