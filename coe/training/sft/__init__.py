"""LoRA fine-tuning on demonstrations with transformers' Trainer and peft."""
