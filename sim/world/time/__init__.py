"""Time: the calendar of days and phases, dated quantities, months and weeks."""
