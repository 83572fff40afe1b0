"""What the machine of a person has for grading, and how to mend what it lacks. Nothing is made and nothing is installed."""
