"""Importing tables: preview, apply all or nothing, undo.

It does not know what the rows are. `events.import_kinds` has the kinds that apps register: their
fields, a planner that compares a table with stored rows and changes nothing, and their rows for a
file. `rows` reads cells, `lookup` finds values by name, `services` takes a file, plans and applies,
`undo` undoes, `files` writes the template, `pages` are the steps in a browser.
"""
