"""Text as people read it: folded for comparing and searching, and put in order."""
