"""What docs/performance.md reports, measured anew: `make bench`."""
