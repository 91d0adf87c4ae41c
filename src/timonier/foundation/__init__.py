"""Tenancy, journal, seals, registries, jobs: what every room stands on. It knows no room."""
