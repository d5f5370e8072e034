"""Pages of the forum: what everybody reads, and the desk of a wave's team."""
