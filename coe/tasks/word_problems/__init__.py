"""Word problems as tables: a structure declares its numbers, its worked steps and its wordings."""
