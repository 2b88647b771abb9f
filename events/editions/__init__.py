"""Editions: what follows when a fact about one of them is corrected."""
