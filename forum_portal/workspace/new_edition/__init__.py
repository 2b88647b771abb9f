"""A new edition: empty, with an outline of a programme, or with that of the demo forum."""
