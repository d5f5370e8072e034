"""A centre's own list of families: read in any form, checked, compared, written in one piece, given back."""
