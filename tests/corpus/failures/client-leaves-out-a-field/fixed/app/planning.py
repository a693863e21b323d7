from app.models import Trip


class Plan(Trip):
    destination: str = "home"
