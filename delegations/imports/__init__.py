"""People as a table: out of the portal and back in.

`fields` are the columns, `name_matching` compares names, `known_people` finds stored people,
`person_planner` compares a table with them and changes nothing, `delegation_checks` compares rows
with each other, `journeys` are the columns of journeys; `services` enters, changes and undoes;
`kinds` registers the import. `events.imports` does the rest.
"""
