"""Sub-forums and rooms from a list of names, one per line."""
