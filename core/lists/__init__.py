"""Lists with filters and search, and the head that all of them share."""
