"""Reports on runs: terminal, Markdown, HTML."""
