"""A stand-in for Telegram on this machine: people, groups and the Bot API."""
