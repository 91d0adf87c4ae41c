"""Tests of documents: from the page to the file."""
