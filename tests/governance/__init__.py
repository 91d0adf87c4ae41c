"""Tests of the room of governance."""
