"""Groups: who is in them, who runs them, and how they become supergroups."""

from sandbox.ground import FIRST_GROUP, SUPERGROUPS, Ground
from sandbox.notices import open_topic, service, set_status
from sandbox.things import Chat, Member

COLOUR = 0x6FB9F0


class Groups(Ground):
    def group(
        self,
        title: str,
        members: list[int],
        *,
        bot_admin: bool = True,
        supergroup: bool = True,
        forum: bool = False,
        bot: str | None = None,
    ) -> int:
        """A group made by its first member, with the bot in it."""
        number = -self.count("group", FIRST_GROUP)
        chat = self.new_group(number - SUPERGROUPS if supergroup or forum else number, title, forum=forum)
        for index, user in enumerate(members):
            chat.members[user] = Member(user, "member" if index else "creator")
        self.keep_chat(chat)
        of = self.bot(bot)
        set_status(
            self, chat, of.id, "administrator" if bot_admin else "member", members[0] if members else of.id
        )
        return chat.id

    def new_group(self, chat_id: int, title: str, *, forum: bool) -> Chat:
        kind = "supergroup" if chat_id < -SUPERGROUPS else "group"
        chat = Chat(str(chat_id), chat_id, kind, title, forum=forum)
        self.keep_chat(chat)
        return chat

    def join(self, user: int, chat: int) -> None:
        where = self.chats[str(chat)]
        set_status(self, where, user, "member", user)
        service(self, where, user, {"new_chat_members": [self.users[user]]})

    def leave(self, user: int, chat: int) -> None:
        where = self.chats[str(chat)]
        set_status(self, where, user, "left", user)
        service(self, where, user, {"left_chat_member": self.users[user]})

    def kick(self, user: int, chat: int, by: int | None = None) -> None:
        where = self.chats[str(chat)]
        set_status(self, where, user, "kicked", by or self.owner(where))

    def add_bot_to(
        self, chat: int, by: int | None = None, bot: str | None = None, *, admin: bool = False
    ) -> None:
        where, of = self.chats[str(chat)], self.bot(bot)
        host = by or self.owner(where)
        set_status(self, where, of.id, "administrator" if admin else "member", host)
        service(self, where, host, {"new_chat_members": [self.users[of.id]]})

    def kick_bot(self, chat: int, by: int | None = None, bot: str | None = None) -> None:
        self.kick(self.bot(bot).id, chat, by)

    def promote(self, chat: int, user: int, *, admin: bool = True, by: int | None = None) -> None:
        """Make a member, or the bot, an administrator, or an ordinary member again."""
        where = self.chats[str(chat)]
        set_status(self, where, user, "administrator" if admin else "member", by or self.owner(where))

    def owner(self, chat: Chat) -> int:
        owners = [member.id for member in chat.members.values() if member.status == "creator"]
        return owners[0] if owners else next(iter(chat.members))

    def topic(self, chat: int, name: str, by: int | None = None) -> int:
        """A topic made by a person."""
        where = self.chats[str(chat)]
        return open_topic(self, where, by or self.owner(where), {"name": name, "icon_color": COLOUR})

    def migrate(self, chat: int) -> int:
        """Turn a basic group into a supergroup; the old id then only points to the new one."""
        old = self.chats[str(chat)]
        new = self.new_group(-self.count("group", FIRST_GROUP) - SUPERGROUPS, old.title, forum=False)
        new.members = {user: Member(user, member.status) for user, member in old.members.items()}
        self.keep_chat(new)
        service(self, old, self.owner(old), {"migrate_to_chat_id": new.id})
        old.migrated_to = new.id
        self.keep_chat(old)
        service(self, new, self.owner(new), {"migrate_from_chat_id": old.id})
        return new.id
