"""Pages of the conditions of a service: what it asks, its versions, the editor without code, whom a change concerns."""
