"""Who works for an event: members of `events`, with the sub-forums of `programme`."""
