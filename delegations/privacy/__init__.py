"""Personal data: how a person may be named in texts, and which texts may name people."""
