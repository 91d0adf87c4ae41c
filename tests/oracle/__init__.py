"""A second, slow reading of the specification, and its comparison with the engine on random histories."""
