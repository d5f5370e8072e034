"""What was said, out of a file that somebody filled in: read, checked, and taken in as a whole or not at all."""
