"""What is said to people: phrases are codes with values, and a catalogue for each language makes sentences of them."""
