"""The desk of the advisory bodies: what a body keeps and asks, and what its region answers."""
