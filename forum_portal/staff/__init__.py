"""What staff work with: the dashboard and the lists. Put together from delegations and programme."""
