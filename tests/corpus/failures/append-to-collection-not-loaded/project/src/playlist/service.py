from sqlalchemy.ext.asyncio import AsyncSession

from playlist.model import Playlist


class PlaylistService:
    def __init__(self, session: AsyncSession):
        self._session = session

    async def create(self, title: str) -> int:
        playlist = Playlist(title=title)
        self._session.add(playlist)
        await self._session.commit()
        return playlist.id

    async def add_track(self, playlist_id: int, name: str) -> None:
        playlist = await self._session.get_one(Playlist, playlist_id)  # <- here
        playlist.add(name)
        await self._session.commit()
