"""Migration from and to other tools, restitution, and the demonstration: facts on their way in and out."""
