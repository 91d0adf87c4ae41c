"""The service desk: tickets as people see and move them. Its rows are drawn from the journal and from nothing else.

It must not compute a service level: deadlines, counted time and outcomes come from the measures.
"""
