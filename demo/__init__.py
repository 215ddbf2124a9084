"""The whole shop on one machine with one command: `make demo`.

`set_up` runs on any Python 3.11 before anything is installed; `python -m demo` does the
rest in the virtual environment.
"""
