"""Drills: what docs/deploy.md promises to operators, tried with real servers (`make drills`)."""
