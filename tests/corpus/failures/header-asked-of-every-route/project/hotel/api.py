from fastapi import Depends, FastAPI

from hotel.tenants import known_tenant
from hotel.rooms import router

app = FastAPI(dependencies=[Depends(known_tenant)])
app.include_router(router)
