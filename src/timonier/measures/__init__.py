"""From journal rows and a contract version to measures: what every room lists, sorts and warns by.

It must not decide anything: the arithmetic is the core's. Its rows are derived, and can be dropped and rebuilt.
"""
