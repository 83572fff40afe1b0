"""The best network of task 7: its architecture, how it is trained, and what it does at test time."""
