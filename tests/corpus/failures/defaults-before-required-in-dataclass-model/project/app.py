from fastapi import FastAPI

from jobs import Job

app = FastAPI()


@app.get("/job")
def job() -> dict[str, str]:
    return {"kind": Job(kind="mail").kind}
