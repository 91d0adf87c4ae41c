"""Documents that leave the house: workbooks, slides, reports. They wear the tokens of the screens and carry no formula from data.

Nothing is imported here: the libraries behind the writers are large, and pages never need them.
"""
