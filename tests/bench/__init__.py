"""What docs/performance.md reports, measured again: `make bench`."""
