"""LoRA fine-tuning on demonstrations with transformers' Trainer and peft."""

from coe.training.sft.config import SftConfig
from coe.training.sft.train import SftResult, train_sft

__all__ = ["SftConfig", "SftResult", "train_sft"]
