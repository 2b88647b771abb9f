"""Saved lists that are sent to colleagues at set times, as links."""
