"""A centre's list of families: read, compared, written, given back."""
