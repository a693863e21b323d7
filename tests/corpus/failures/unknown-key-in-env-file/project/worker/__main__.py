from worker.config import settings

print(f"listening on {settings.queue}")
