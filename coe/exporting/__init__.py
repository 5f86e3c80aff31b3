"""Exports: an adapter merged into its model, and models for llama.cpp, MLX and ONNX Runtime."""

from coe.exporting.export import export_model
from coe.exporting.plan import ExportConfig, Target

__all__ = ["ExportConfig", "Target", "export_model"]
