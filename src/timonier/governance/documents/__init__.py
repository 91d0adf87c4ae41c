"""Dashboards as documents: gather the figures, say what they mean, write them as a workbook, slides or a text."""
