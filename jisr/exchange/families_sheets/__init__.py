"""A centre's own list of families: read in any form it comes in, checked, compared, written in one piece, given back."""
