"""Pages of strategies and of programmes of others: public ones, and the desk of who compares them."""
