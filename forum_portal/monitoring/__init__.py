"""What operators are told: whether the portal lives, what is wrong, and its numbers."""
