from datetime import datetime

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict

from notes.database import DB
from notes.models import Note

router = APIRouter()


class NoteIn(BaseModel):
    text: str


class NoteOut(NoteIn):
    model_config = ConfigDict(from_attributes=True)
    id: int
    updated_at: datetime


@router.post("/notes", response_model=NoteOut)
async def create(body: NoteIn, db: DB):
    note = Note(text=body.text)
    db.add(note)
    await db.commit()
    await db.refresh(note)
    return note


@router.put("/notes/{note_id}", response_model=NoteOut)
async def change(note_id: int, body: NoteIn, db: DB):
    note = await db.get_one(Note, note_id)
    note.text = body.text
    await db.commit()  # <- or here
    return note
