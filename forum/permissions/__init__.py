"""Who may do what, and who may see what.

`actions` names what can be done, `rules` is the table of who may do it, `check` asks the table,
`visibility` says who may see a post, once in Python and once in SQL.
"""
