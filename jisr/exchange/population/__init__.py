"""A population to work with: invented people by the million, in the shares of the census, with known duplicates."""
