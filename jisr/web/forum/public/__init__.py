"""Public pages of the forum: no account, and never a sealed word."""
