"""The checks that execute nothing of the project: what `verify="static"` means.

Lives here: their list.
Does not:   any one of them, or those that need an interpreter.
"""

from fe_skill.checks.check import Check
from fe_skill.checks.data_parses import CHECK as DATA_PARSES
from fe_skill.checks.imports_resolve import CHECK as IMPORTS_RESOLVE
from fe_skill.checks.no_leftovers import CHECK as NO_LEFTOVERS
from fe_skill.checks.python_parses import CHECK as PYTHON_PARSES

STATIC: tuple[Check, ...] = (PYTHON_PARSES, DATA_PARSES, NO_LEFTOVERS, IMPORTS_RESOLVE)
