"""The first page of an edition: progress, open decisions, latest changes."""
