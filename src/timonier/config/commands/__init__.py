"""One module per command of the launcher: `add_arguments(parser)`, `run(args) -> int`."""
