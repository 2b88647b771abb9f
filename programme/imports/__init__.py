"""The programme as a table: sessions, people on stage and rooms, out of the portal and back in.

`kinds` says which kinds of rows there are; each has its fields (`fields`), a planner that compares
a table with the draft and changes nothing, and its rows for a file. `events.imports` does the rest.
"""
