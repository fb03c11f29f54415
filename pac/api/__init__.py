"""What speaks HTTP: the frame around every answer and, later, the routes."""
