"""A new edition of the forum, made from the structure of an old one."""
