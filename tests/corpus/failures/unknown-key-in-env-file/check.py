from worker.config import settings

assert settings.queue == "jobs"
