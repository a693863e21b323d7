"""Searches in a project that several faults share.

Lives here: calls.py (what a function leads to), reads.py (what was read lazily), loads.py (where
            an object was loaded), settings_files.py (.env and its like), text.py.
Does not:   what a find means (the faults).
"""
