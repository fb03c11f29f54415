"""How a deadline text is read: words, then phrases, then dates (R13)."""
