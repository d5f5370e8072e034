"""The invented promises of the demonstration: agreements whose every payment can be followed."""
