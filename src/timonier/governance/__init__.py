"""Dashboards, reports, what a committee reads. Reads figures and facts; never a delivery room's tables."""
