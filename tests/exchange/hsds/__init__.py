"""Packages of HSDS 3.1: given out, taken in, and judged by the standard's own schemas."""
