"""The programme as a table: export and import of sessions, people on stage and rooms.

`kinds` says which kinds of rows there are; each has its fields (`fields`), a planner that compares
a table with the draft and changes nothing, and its rows for a file. `events.imports` does the rest.
"""
