"""The words of deadline phrases, English and Chinese, and cuts a text into them.

What a sequence of words means as a window is decided in `tracker.horizon`.
"""
