"""What edits buy a small model: the study of docs/study.md (`python -m benchmarks.study --help`)."""
