"""Who is who: accounts, organisations, roles on contracts, rights, tokens, sign-in. It decides nothing of the trade."""
