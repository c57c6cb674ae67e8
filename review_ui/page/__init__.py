"""The pages of the review app, one a file.

Not named `pages`: Streamlit takes the files of a folder of that name for scripts of its own accord, and shows one of them, blank, to a
browser that comes back after a restart of the server.
"""
