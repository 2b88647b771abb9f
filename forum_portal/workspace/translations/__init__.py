"""Translating what visitors read into every language besides the source."""
