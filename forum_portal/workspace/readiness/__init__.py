"""Unfinished work before an edition can open, and the readiness of each sub-forum."""
