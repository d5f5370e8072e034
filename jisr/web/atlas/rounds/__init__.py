"""Pages of rounds of mobile units: planned at a desk, published for everybody."""
