"""Tests of the contract as people read it: its data, its pages."""
