"""The demonstration: an invented network and invented people on real ground, said to be so on every page."""
