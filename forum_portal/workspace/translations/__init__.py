"""Translating what visitors read: every language beside the source, and what is left to do."""
