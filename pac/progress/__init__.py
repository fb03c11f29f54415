"""Plan and reports at a cut-off: one row an activity, then what a group of them adds up to."""
