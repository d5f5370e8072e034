"""The family's bundle: services for several needs of several members, with the fewest trips."""
