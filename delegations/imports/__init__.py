"""People as a table: out of the portal and back in.

`fields` are the columns, `matching` says when two names are one, `known` finds who is entered,
`people` compares a table with them and changes nothing, `company` what a row means beside the
others, `journeys` how they travel; `writing` enters, changes and takes back, `kinds` registers it
all. `events.imports` does the rest.
"""
