"""From templates and answers to files, in memory.

Lives here: the Jinja environment and rendering a tree (render), names (names), text as literals of
            other languages (literals).
Does not:   which answers a template gets (tools/), or writing files (changes/).
"""
