"""From what a caller says of a domain to the files and edits that make it.

Lives here: the spec of a domain (spec, given, shorthand, judge), words (inflection), what each type
            of field means in code (kinds), what the project has already (surroundings), answers
            for templates (answers, tables, samples), edits to files that are there (edits), the
            plan of it all (plan).
Does not:   the templates (templates/domain, templates/entity), the tool (tools/add_domain.py).
"""
