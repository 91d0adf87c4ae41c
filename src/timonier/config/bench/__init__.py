"""Benchmarks that anyone can run: their material, their scenes, their report. It must not hold what the product needs."""
