"""The machine around the rules: how an update travels in, through one act, and out again."""
