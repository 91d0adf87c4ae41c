"""Results of months, penalties, seals and corrections. Reads the journal and the contract, and nothing else."""
