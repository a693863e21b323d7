from entities import Board
from storage import transaction


async def delete_board(board_id: int) -> None:
    async with transaction() as session:
        board = await session.get_one(Board, board_id)
        await session.delete(board)
        await session.flush()
