import asyncio

from jobs.daily import main

asyncio.run(main())
