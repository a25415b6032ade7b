"""What a person should look at before a document serves: findings in documents, and between them."""

from bot.review.finding import ERROR, NOTE, SEVERITIES, WARNING, Finding
from bot.review.reviewer import review

__all__ = ["ERROR", "NOTE", "SEVERITIES", "WARNING", "Finding", "review"]
