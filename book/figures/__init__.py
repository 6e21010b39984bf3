"""The book's figures: one module a chapter, each function draws one figure and returns it.

The pages show figures and no plotting code, so a reader sees the idea and not the axes.
"""
