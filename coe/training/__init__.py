"""Training: of the built-in model, and of adapters. Never renders text or parses edits."""
