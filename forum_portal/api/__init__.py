"""Lists for other programs: JSON, to be read with an access token (docs/api.md)."""
