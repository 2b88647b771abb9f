"""Forms of the delegations desk and of focal points."""
