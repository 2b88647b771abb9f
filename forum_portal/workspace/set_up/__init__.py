"""From an empty portal to its first forum: the link, the account, the steps."""
