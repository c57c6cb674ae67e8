"""quotebound: news and reports in, checked claims out, every claim tied to an exact quote."""
