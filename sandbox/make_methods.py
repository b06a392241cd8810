"""Writes methods.json from the Bot API as data: python -m sandbox.make_methods api.json"""

import json
import sys
from pathlib import Path

WORDS = """
getMe getUpdates setWebhook deleteWebhook getWebhookInfo sendMessage editMessageText editMessageReplyMarkup
editMessageCaption editMessageMedia answerCallbackQuery sendPhoto sendVoice sendVideo sendAudio sendDocument
sendMediaGroup sendLocation sendChatAction forwardMessage copyMessage deleteMessage deleteMessages
pinChatMessage unpinChatMessage unpinAllChatMessages getFile getChat getChatMember getChatAdministrators
getChatMemberCount leaveChat setMyCommands getMyCommands deleteMyCommands setChatMenuButton setMessageReaction
createForumTopic editForumTopic closeForumTopic
"""
METHODS = WORDS.split()


def main() -> None:
    methods = json.loads(Path(sys.argv[1]).read_text())["methods"]
    lines = []
    for name in METHODS:
        fields = {
            field["name"]: {"types": field["types"], "required": field["required"]}
            for field in methods[name].get("fields", [])
        }
        lines.append(f"{json.dumps(name)}: {json.dumps(fields)}")
    target = Path(__file__).with_name("methods.json")
    target.write_text("{\n" + ",\n".join(lines) + "\n}\n")


if __name__ == "__main__":
    main()
