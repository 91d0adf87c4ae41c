"""Tests of the room of service levels."""
