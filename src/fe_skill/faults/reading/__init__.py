"""Any failure text to a frozen Reading.

Lives here: reading.py (the values), read.py (the way through), lines.py (what surrounds a line),
            tracebacks.py, pytest_output.py, records.py (JSON log lines), answers.py (HTTP),
            field_errors.py (Pydantic's lists).
Does not:   what a failure means (the faults), or where its files are (case.py).

Every step is linear in the text, and no text ends in an exception.
"""
