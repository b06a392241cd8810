"""Pictures that were sent as files: fetched when they are passed on, stripped, and kept nowhere."""

from bot.transport import Answer, Api, Files
from domain.pictures import NotAPicture, strip


async def fetch_images(api: Api, wanted: dict[str, str]) -> tuple[Answer | None, Files]:
    """The files for a call by their field; an Answer where one could not be had, or is no picture at all."""
    files: dict[str, tuple[str, bytes]] = {}
    for field, file_id in wanted.items():
        answer = await api.call("getFile", {"file_id": file_id})
        if answer.kind != "done":
            return answer, {}
        data = await api.fetch(answer.result["file_path"])
        if data is None:
            return Answer("unknown", description="the file could not be had"), {}
        try:
            files[field] = ("photo.jpg", strip(data))
        except NotAPicture:
            return Answer("refused", description="neither JPEG nor PNG"), {}
    return None, files
