"""A meeting kit, opened on the laptop of the hall."""
