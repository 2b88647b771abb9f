"""What is unfinished before an edition can open, and how ready each sub-forum is."""
