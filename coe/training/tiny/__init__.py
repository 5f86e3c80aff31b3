"""Training of the built-in model from nothing: tokenizer, stream of examples, model, loop."""
