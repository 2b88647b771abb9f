"""One change of many people or delegations: previewed, applied in batches, undone at once."""
