"""The page of the atlas: who reaches which service, on a map and in a table that say the same."""
