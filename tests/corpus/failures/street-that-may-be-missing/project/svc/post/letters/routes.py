from fastapi import APIRouter

from post.letters.office import waiting
from post.shapes.letter import Letter

router = APIRouter()


@router.get("/letters", response_model=list[Letter])
def letters():
    return waiting()
