"""Tables that an operator loads beside what ships: douars of the census' workbook, and the days on which buses go."""
