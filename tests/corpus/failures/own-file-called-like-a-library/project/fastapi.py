"""Notes on FastAPI: the first steps."""

from fastapi import FastAPI

app = FastAPI()
