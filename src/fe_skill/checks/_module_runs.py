"""Started by the interpreter of a project, in its folder: runs a module several times.

    python -c <this file> module "words of the first run" "words of the second"

Nothing of ours can be imported here. It ends with the first run that fails, as that one does.
"""

import runpy
import sys


def _main() -> None:
    module, *rows = sys.argv[1:]
    for words in rows:
        sys.argv[1:] = words.split()
        try:
            runpy.run_module(module, run_name="__main__", alter_sys=True)
        except SystemExit as end:
            if end.code:
                raise


_main()
