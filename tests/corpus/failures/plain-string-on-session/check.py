import asyncio

from nightly import main

asyncio.run(main())
