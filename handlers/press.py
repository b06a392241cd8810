"""What a handler does with one pressed button."""

from collections.abc import Awaitable, Callable

from bot.act import Act
from bot.buttons import Press

Acting = Callable[[Act, Press], Awaitable[None]]
