"""Pages of the desk: lists, one ticket, bulk, search, news. Thin: they ask queries and services, and render."""
