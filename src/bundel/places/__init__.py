"""The Dutch municipalities: which exist on a day, what became of the others, and how to find one."""
