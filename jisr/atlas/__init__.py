"""The atlas: travel, reach, equity, siting: spatial justice in numbers."""
