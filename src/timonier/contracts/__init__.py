"""Contract versions, as loaded: source, digest, effective date. What every figure reads, and nobody else writes."""
