"""How newcomers would fare with so many mentors: a discrete-event simulation. Pure: no web, no database.

`assumptions` says what is taken for granted, `arrivals` and `people` draw who comes and who looks in, `rules` says who
meets whom and who is called, `run` lets time pass, and `figures` and `report` say what came of it.
"""
