"""Problem families with worked solutions, example problems and loaders of problem files."""
