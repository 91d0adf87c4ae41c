"""Timonier: the contract is data, every fact is an event, every figure is a pure function of both."""
