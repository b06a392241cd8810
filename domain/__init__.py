"""What is allowed and what follows from it: pure rules, with `now` as an argument."""
