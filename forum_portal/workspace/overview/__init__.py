"""The first page of an edition: how far it is, what waits, what others changed."""
