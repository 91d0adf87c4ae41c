"""Tests of the service desk's screens."""
