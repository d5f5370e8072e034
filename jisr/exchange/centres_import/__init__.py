"""Centres and services from a file: read, checked row by row, previewed, then taken in whole or not at all."""
