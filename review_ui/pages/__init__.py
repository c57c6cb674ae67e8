"""The pages of the review app, one a file."""
