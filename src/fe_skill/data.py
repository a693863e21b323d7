"""Where the data at the project's root is: `templates/` and `tools/`.

A wheel carries both inside the package; a checkout (and so an editable install and an unpacked
sdist) has them beside `src/`. This is the one place that knows.
"""

from pathlib import Path

_PACKAGE = Path(__file__).parent


def data_folder(name: str) -> Path:
    """The folder `name` ("templates" or "tools"), absolute."""
    packaged = _PACKAGE / "_data" / name
    return packaged if packaged.is_dir() else _PACKAGE.parents[1] / name
