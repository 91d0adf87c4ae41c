"""Tell people what concerns them: on screen, and by mail where the person wants it. `services.tell` is the door.

It must not decide who is concerned: rooms say whom. What is told is a code with parameters; sentences are made at the edge.
"""
