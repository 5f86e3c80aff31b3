"""Reinforcement from the verifier: TRL's GRPO trainer on states or episodes that the policy makes."""
