"""Scenarios on the screen: a list, a draft, a plan with its reasons, two to four side by side, and links to them."""
