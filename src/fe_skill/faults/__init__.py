"""The faults room: from the text of a failure to its cause, its place and its repair.

Lives here: reading/ (text to a frozen Reading), fault.py (Fault, Diagnosis), case.py (what a fault
            looks at), registry.py, decide.py, mending.py, and the faults, one file each, by family.
Does not:   the reply and the writing (tools/diagnose_error.py), or what is bad style (rules/).
"""
