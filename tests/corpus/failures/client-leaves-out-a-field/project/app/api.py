from fastapi import APIRouter

from app.planning import Plan

router = APIRouter()


@router.post("/trips")
async def create(plan: Plan) -> str:  # <- or here
    return f"{plan.origin}-{plan.destination}"
