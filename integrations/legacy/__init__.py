"""Reads a legacy file and plans its import: pure, no database of ours, no clock.

`source` opens the file and hands over rows; `times`, `money`, `people` and `cells` understand single values;
`rooms`, `hours`, `settings`, `users`, `customers` and `bookings` each plan one kind; `plan` puts them
together; `report` words the result. The rules R1 to R14 named in comments stand in
docs/owner/moving-from-boom-karaoke.md.
"""
