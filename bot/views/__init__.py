"""What a message, card or page looks like: text keys, values and buttons; no words and no Telegram."""
