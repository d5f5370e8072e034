"""The invented wave of the demonstration: two meetings of an invented region, told from the room to the answer."""
