"""Tables that come in: what one would do, doing all of it or nothing, and taking it back.

It knows no word of what the rows are. `events.import_kinds` has the kinds that apps register: their
fields, a planner that compares a table with what is there and changes nothing, and their rows for a
file. `rows` reads cells, `words` finds what they name, `services` takes a file, plans and applies,
`undo` takes it back, `files` writes the file to fill in, `pages` are the steps in a browser.
"""
