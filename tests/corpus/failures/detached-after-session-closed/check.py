import contextlib
import io

import report

with contextlib.redirect_stdout(io.StringIO()) as said:
    report.main()
assert said.getvalue() == "Invoice 2026-1\nInk: 900\n"
