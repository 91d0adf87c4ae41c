"""The contract in memory: what the arithmetic reads. Files are parsed elsewhere; nothing here does I/O."""
