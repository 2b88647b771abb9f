"""What staff work with: the dashboard and the lists."""
