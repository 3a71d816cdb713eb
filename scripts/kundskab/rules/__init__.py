"""What `check` asks of a tree: one generator of problems per rule, gathered in `kundskab.check`."""
