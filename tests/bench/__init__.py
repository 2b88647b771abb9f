"""Measure the promises of docs/performance.md: `make bench`."""
