"""Self-improvement: a model learns from its own episodes that the verifier accepts, round after round."""
