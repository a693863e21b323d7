import asyncio
import contextlib
import io

from load import main

with contextlib.redirect_stdout(io.StringIO()) as said:
    asyncio.run(main())
assert said.getvalue() == "3\n"
