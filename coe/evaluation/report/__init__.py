"""Reports of runs: one HTML page that asks the network for nothing, Markdown, CSV."""

from coe.evaluation.report.gathering import ReportData, gather
from coe.evaluation.report.page import write_page
from coe.evaluation.report.tables import write_csv, write_markdown

__all__ = ["ReportData", "gather", "write_csv", "write_markdown", "write_page"]
