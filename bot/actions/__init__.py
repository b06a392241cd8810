"""The acts: each asks the gate, lets the rules decide, and writes state, history, timers and messages at once."""

from bot.actions import chats, grid, people, programme_pages, programmes, request_pages, requests

__all__ = ["chats", "grid", "people", "programme_pages", "programmes", "request_pages", "requests"]
