"""The desk of the strategist: versions, sheets, pairs, cells, gaps, and the summary for a wali."""
