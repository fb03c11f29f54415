"""Scripts of the project that stay in it."""
