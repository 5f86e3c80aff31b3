"""Distillation: a student learns from verified episodes of teachers, or from a teacher's probabilities."""
