"""Personal data: erasing people, and finding texts that name them."""
