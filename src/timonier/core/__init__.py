"""Pure arithmetic of contracts and facts: no Django, no database, no clock, no translated text."""
