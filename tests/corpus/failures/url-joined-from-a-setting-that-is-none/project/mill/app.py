from fastapi import FastAPI
from sqlalchemy.ext.asyncio import create_async_engine

from mill.address import database_url

engine = create_async_engine(database_url())
app = FastAPI(title="Mill")
