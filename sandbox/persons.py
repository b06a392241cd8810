"""People: they appear, block the bot, and go."""

from sandbox.ground import FIRST_PERSON, Ground
from sandbox.notices import set_blocked
from sandbox.things import Chat, Person


class Persons(Ground):
    def person(
        self,
        name: str,
        language: str | None = "zh-hans",
        last_name: str | None = None,
        username: str | None = None,
        *,
        started: bool = False,
        hidden: bool = False,
    ) -> int:
        """A new person; `started` lets the bot write first, `hidden` hides them in forwards."""
        user = self.count("person", FIRST_PERSON)
        self.keep_person(Person(user, name, language, last_name, username, hidden=hidden))
        self.emit("person", user=user, name=name)
        if started:
            self.begin(user)
        return user

    def begin(self, user: int, bot: str | None = None) -> None:
        """The person has opened the bot, without an update of it."""
        chat = self.private(user, self.bot(bot))
        chat.started = True
        self.keep_chat(chat)

    def block(self, user: int, bot: str | None = None) -> None:
        set_blocked(self, self.private(user, self.bot(bot)), blocked=True)

    def unblock(self, user: int, bot: str | None = None) -> None:
        set_blocked(self, self.private(user, self.bot(bot)), blocked=False)

    def delete_account(self, user: int) -> None:
        person = self.people[user]
        person.deleted = True
        self.keep_person(person)
        for chat in self.chats.values():
            if user in chat.members:
                chat.members[user].status = "left"
                self.keep_chat(chat)

    def private_chats(self, user: int) -> list[Chat]:
        return [self.private(user, bot) for bot in self.bots.values()]
