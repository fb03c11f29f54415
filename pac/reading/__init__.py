"""Workbook bytes to plan and tracking tables that know each value's cell, and findings."""
