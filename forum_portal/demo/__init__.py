"""The demo forum: the Global Mayors' Forum of 2023, with invented people."""
