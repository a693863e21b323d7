"""A percent sign in a configuration file is read as a reference.

Alembic reads its file with ConfigParser, where `%` has to be doubled; `set_main_option` with a
URL from the environment meets the same.

Tell-tale: "invalid interpolation syntax in", `InterpolationSyntaxError`.
"""

from fe_skill.faults.examples import trace
from fe_skill.faults.fault import Fault, Sample
from fe_skill.faults.looking.signs import Sign, by_signs

_SIGNS = (
    Sign(
        says=(
            r"invalid interpolation syntax|must be followed by '%' or '\('|Bad "
            r"value substitution|InterpolationMissingOptionError"
        ),
        what=("a `%` in the database URL is read as a reference of the configuration file"),
        why="ConfigParser takes `%` for the beginning of a name",
        mend=(
            ('`config.set_main_option("sqlalchemy.url", url.replace("%", "%%"))` in env.py'),
            ("or don't go through the file: make the engine from the settings in env.py"),
        ),
    ),
)

FAULT = Fault(
    name="url-percent-in-alembic-ini",
    explanation=__doc__,
    recognise=by_signs(*_SIGNS),
    samples=(
        Sample(
            trace(
                (
                    "ValueError: invalid interpolation syntax in "
                    "'postgresql://app:p%40ss@db/app' at position 20"
                ),
                (
                    "/srv/migrations/env.py",
                    14,
                    "<module>",
                    'config.set_main_option("sqlalchemy.url", url)',
                ),
            )
        ),
    ),
)
