"""What people type, press and open: read the input, one action, done."""

from handlers.registry import COMMANDS, command_menus, register

__all__ = ["COMMANDS", "command_menus", "register"]
