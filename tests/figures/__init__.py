"""What each format says of the figures, read as its user reads it, in one common shape."""
