"""Pages of results: what agreements promised to change, what was reported and approved, who still owes data."""
