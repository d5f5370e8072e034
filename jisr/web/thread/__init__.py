"""Pages of the whole thread: from a sentence to a dirham to the people served, and back."""
