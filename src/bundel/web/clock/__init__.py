"""What the pages of the legal clock show: the questions, the answer in words and pictures, a letter that was read."""
